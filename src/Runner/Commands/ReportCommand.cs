using System.CommandLine;
using Makemore.Models;
using Makemore.Runner.Reports;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>report</c>: one page on a trained model.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Option<string> model = Arguments.Model(), output = Arguments.Output();
        Option<string?> input = Arguments.Input();
        input.Description = "Names: a CSV file, or a .txt with one a line [default: those it was trained on]";
        Option<MultinomialKind> multinomial = Arguments.Multinomial();
        Option<ulong> seed = Arguments.Seed();
        var command = new Command("report", "Write a page on a trained model: losses, figures, names")
        {
            model, input, output, multinomial, seed,
        };
        command.SetAction(call =>
        {
            Checkpoint checkpoint = Checkpoint.Load(call.GetValue(model)!);
            NameData data = TrainingNames.Of(checkpoint, call.GetValue(input));
            string folder = call.GetValue(output)!;
            Arguments.MakeFolder(folder);
            var contexts = new DistinctContexts(new Examples(data.Names, data.Vocabulary, checkpoint.Model.BlockSize));
            var loss = new Losses(null, null, null, null, Evaluation.Loss(checkpoint.Model, contexts));
            LossRow row = TrainingReport.Row(new Trained(checkpoint.Model, new ExampleCounts((int)contexts.Examples), loss));
            ModelReport page = TrainingReport.Model(
                checkpoint, data, TrainingFigures.OfModel(checkpoint.Model, contexts), call.GetValue(seed), call.GetValue(multinomial));
            Screen.Result(TrainingReport.Write(TrainingReport.Of(data, [row], [page], call.Tokens.Select(token => token.Value)), folder));
            return 0;
        });
        return command;
    }
}
