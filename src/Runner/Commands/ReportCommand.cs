using System.CommandLine;
using Makemore.Models;
using Makemore.Pages;
using Makemore.Tensors;

namespace Makemore.Runner.Commands;

/// <summary><c>report</c>: a page on a trained model.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Option<string> model = Arguments.Model(), output = Arguments.Output();
        Option<string?> input = Arguments.Input();
        input.Description = "A CSV file, or a .txt file of one name a line [default: those it was trained on]";
        Option<MultinomialKind> multinomial = Arguments.Multinomial();
        Option<ulong> seed = Arguments.Seed();
        var command = new Command("report", "Write a page on a trained model: losses, figures, names")
        {
            model, input, output, multinomial, seed,
        };
        command.SetAction(call =>
        {
            (string path, string folder) = (call.GetValue(model)!, call.GetValue(output)!);
            Checkpoint checkpoint = Checkpoint.Load(path);
            NameList names = NameOptions.OfTraining(checkpoint, call, call.GetValue(input));
            Arguments.MakeFolder(call, folder, "report.html");
            EvaluationSet examples = EvaluationSet.Of(checkpoint.Model, names.Names);
            var loss = Losses.OfAll(Evaluation.Loss(checkpoint.Model, examples));
            if (double.IsNaN(loss.All!.Value)) throw new DataException($"{path}: {Evaluation.LogitsAreNotFinite}");
            LossRow row = TrainingReport.Row(new Trained(checkpoint.Model, new ExampleCounts((int)examples.Examples), loss));
            var figures = TrainingFigures.OfModel(checkpoint.Model, examples);
            Screen.Messages(figures.LeftOut);
            var sampling = new SamplingOptions { Multinomial = call.GetValue(multinomial) };
            string[] samples = Experiment.Sample(checkpoint.Model, call.GetValue(seed), TrainingReport.SampleCount, sampling);
            ModelReport page = TrainingReport.Model(checkpoint, names, figures, samples, RepeatCommand.OfTraining(checkpoint));
            Screen.Result(TrainingReport.Write(TrainingReport.Of(names, [row], [page], RepeatCommand.Of(call)), folder));
            return 0;
        });
        return command;
    }
}
