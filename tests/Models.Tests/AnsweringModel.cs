using System.Collections.Concurrent;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests;

/// <summary>
/// A model that a test answers for: given the tokens up to a place, oldest first, the probabilities of what follows. It notes what it was
/// asked, and takes only outputs of the shape that <see cref="ILanguageModel.LogProbabilities"/> says.
/// </summary>
internal sealed class AnsweringModel(string letters, int blockSize, bool answersEveryPosition, Func<int[], double[]> answer)
    : ILanguageModel
{
    /// <summary>Each question, in order: the tokens of a row, up to the place that is answered.</summary>
    public ConcurrentQueue<int[]> Asked { get; private init; } = [];

    /// <summary>How many copies were made of it.</summary>
    public int Copies { get; private set; }

    public ModelKind Kind => ModelKinds.Uniform;

    public OptionValues Options => OptionValues.Defaults;

    public Vocabulary Vocabulary { get; } = Vocabulary.FromLetters(letters);

    public int BlockSize => blockSize;

    public bool AnswersEveryPosition => answersEveryPosition;

    public int ParameterCount => 0;

    public void LogProbabilities(Indices tokens, Tensor<double> output)
    {
        int rows = tokens.Shape[0], time = tokens.Shape[1], place = 0;
        Assert.Equal(answersEveryPosition ? [rows, time, Vocabulary.Size] : [rows, Vocabulary.Size], output.Shape);
        foreach (int[] row in tokens.Span.ToArray().Chunk(time))
        {
            for (int end = answersEveryPosition ? 1 : time; end <= time; end++)
            {
                Asked.Enqueue(row[..end]);
                foreach (double probability in answer(row[..end])) output.Span[place++] = Math.Log(probability);
            }
        }
    }

    public ILanguageModel CopyForThread()
    {
        Copies++;
        return new AnsweringModel(letters, blockSize, answersEveryPosition, answer) { Asked = Asked };
    }

    public void Save(SafetensorsFile file) { }

    public void Load(SafetensorsFile file, Func<string, string?>? nameOf = null) { }

    public IEnumerable<Picture> Pictures(Indices tokens) => [];
}
