using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Karpathy's microgpt (2026) with all its numbers: float64, and Python's random stream, which first puts the names in order, then draws the
/// weights, and after training draws new names. There, the boundary is the last token and not the first, and a weight matrix is (out, in),
/// drawn row by row.
/// </summary>
public sealed class Microgpt
{
    private const double Temperature = 0.5;

    private readonly PythonGenerator generator;
    private readonly Continuation continuation;
    private readonly double[] weights; // (vocabulary), in the original's order

    /// <summary>Puts the names in order and draws the weights.</summary>
    /// <param name="names">The names, in the order of their file.</param>
    /// <param name="vocabulary">Their characters.</param>
    /// <param name="sizes">The sizes of the network; the original's are <see cref="ModelKinds.GptOptions"/>'s.</param>
    /// <param name="seed">The original's is 42.</param>
    /// <exception cref="ArgumentException">There are no names, or one has a character outside the vocabulary.</exception>
    public Microgpt(IReadOnlyList<string> names, Vocabulary vocabulary, GptSizes sizes, ulong seed)
    {
        generator = new PythonGenerator(seed);
        string[] shuffled = [.. names];
        generator.Shuffle<string>(shuffled);
        weights = new double[vocabulary.Size];
        Model = new Gpt<double>(vocabulary, sizes, Weights());
        Optimizer = new Adam<double>(Model.Parameters, beta1: 0.85, beta2: 0.99);
        Batch = new NamesInOrder<double>(Model, shuffled, () => Optimizer.Steps);
        continuation = Model.NewContinuation()!;
    }

    /// <summary>A run of a plan for a <see cref="Gpt{T}"/> that begins like this.</summary>
    internal static TrainingRun Begin(TrainingPlan plan, NameList names, ulong seed)
    {
        var original = new Microgpt(names.Names, names.Vocabulary, ModelKinds.GptOptions.Sizes(plan.Options), seed);
        var all = EvaluationSet.Of(original.Model, names.Names);
        var none = EvaluationSet.Of(original.Model, []);
        var start = new TrainingStart<double>(original.Model, original.Batch, original.Optimizer, all, none, none)
        {
            NextName = original.NextName,
        };
        return new TrainingRun<double>(plan, names, seed, start);
    }

    /// <summary>The network.</summary>
    public Gpt<double> Model { get; }

    /// <summary>One name a step.</summary>
    public NamesInOrder<double> Batch { get; }

    /// <summary>Moves the weights.</summary>
    public Adam<double> Optimizer { get; }

    /// <summary>A new name, of at most as many letters as the model looks back at, with temperature 0.5.</summary>
    public string NextName()
    {
        var name = new List<int>();
        int last = Vocabulary.Boundary;
        continuation.Begin();
        while (name.Count < Model.BlockSize)
        {
            ReadOnlySpan<double> logs = continuation.After(last);
            for (int i = 0; i < weights.Length; i++) weights[i] = Math.Exp(logs[Ours(i)] / Temperature);
            last = Ours(generator.Choose(weights));
            if (last == Vocabulary.Boundary) break;
            name.Add(last);
        }

        return Model.Vocabulary.Decode([.. name]);
    }

    // The tables and matrices in the order in which the network asks for them, which is the original's.
    private ValueSource<double> Weights()
    {
        int asked = 0;
        return new ValueSource<double>((shape, _) =>
        {
            var values = new Tensor<double>(shape);
            int matrix = asked++;
            bool isTable = matrix < 2, hasTokens = matrix is 0 or 2; // token table, position table, head, and then the blocks
            (int rows, int columns) = isTable ? (shape[0], shape[1]) : (shape[1], shape[0]); // the original's
            for (int row = 0; row < rows; row++)
            {
                int ours = hasTokens ? Ours(row, rows) : row;
                for (int column = 0; column < columns; column++)
                {
                    double drawn = generator.Normal(0, Gpt.InitialDeviation);
                    if (isTable) values[ours, column] = drawn;
                    else values[column, ours] = drawn;
                }
            }

            return values;
        });
    }

    // Our number of a token of the original's.
    private int Ours(int token) => Ours(token, weights.Length);

    private static int Ours(int token, int vocabulary) => (token + 1) % vocabulary;
}
