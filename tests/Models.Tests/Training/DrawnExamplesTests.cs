using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

/// <summary>The loss of a drawn batch is that of the examples whose numbers the generator drew.</summary>
public class DrawnExamplesTests
{
    private const int Size = 5;

    [Fact]
    public void Drawn_rows_are_those_of_the_drawn_numbers()
    {
        var rows = new NameRows(SmallNames.All, Vocabulary.English, 8);
        var model = new CausalAverage<double>(Vocabulary.English, 8, 4, new TorchGenerator(1));
        RowBatch<double> batch = ExampleBatch.Drawn(model, rows, Size, new TorchGenerator(3));
        var generator = new TorchGenerator(3);
        int time = rows.Tokens.Shape[1];
        for (int step = 0; step < 20; step++)
        {
            var chosen = new int[Size];
            generator.Integers(chosen, 0, rows.Count);
            Indices tokens = new([Size, time], Of(rows.Tokens)), targets = new([Size, time], Of(rows.Targets));
            batch.Draw();
            Assert.Equal(
                model.Logits(tokens, Mode.Training).CrossEntropy(targets, NameRows.Ignored).Value.Item, batch.ComputeGradients(), 1e-12);

            int[] Of(Indices all) => [.. chosen.SelectMany(row => all.Span.Slice(row * time, time).ToArray())];
        }
    }

    [Fact]
    public void Drawn_contexts_are_those_of_the_drawn_numbers()
    {
        Examples examples = SmallNames.Examples(3);
        MultilayerPerceptron<double> NewModel() => new(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 4), new TorchGenerator(1));
        MultilayerPerceptron<double> model = NewModel();
        GraphBatch<double> one = ExampleBatch.Drawn(model, examples, Size, new TorchGenerator(3));
        using SharedBatch<double> shared = ExampleBatch.DrawnAndShared(NewModel(), examples, Size, new TorchGenerator(3));
        var generator = new TorchGenerator(3);
        for (int step = 0; step < 20; step++)
        {
            var chosen = new int[Size];
            generator.Integers(chosen, 0, examples.Count);
            (Indices contexts, Indices targets) = (new([Size, 3]), new([Size]));
            examples.Fill(chosen, contexts.Span, targets.Span);
            double expected = model.Logits(contexts, Mode.Training).CrossEntropy(targets).Value.Item;
            one.Draw();
            shared.Draw();
            Assert.Equal(expected, one.ComputeGradients(), 1e-12);
            Assert.Equal(expected, shared.ComputeGradients(), 1e-12);
        }
    }
}
