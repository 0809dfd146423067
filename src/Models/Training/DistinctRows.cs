using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The different contexts of a drawn batch, one row each, and how often each target follows. 4,096 examples of the original's names have
/// about 1,100. Finding them in each batch allocates nothing, because every example's context was numbered at the start.
/// </summary>
internal sealed class DistinctRows<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Examples examples;
    private readonly int[] contextOf; // for each example, the number of its context
    private readonly int[] rowOf; // for each context, its row in this batch, valid if lastBatch is this batch
    private readonly int[] lastBatch; // for each context, the last batch in which it occurred
    private readonly int[] firstExample; // for each row, an example with its context
    private readonly int[] unusedTargets; // (batch)
    private readonly T[] counts; // (batch, vocabulary), the first Count rows in use
    private int batch;

    public DistinctRows(Examples examples, int batchSize)
    {
        this.examples = examples;
        var numbers = new WindowCounts(examples.BlockSize);
        contextOf = new int[examples.Count];
        for (int i = 0; i < contextOf.Length; i++) contextOf[i] = numbers.Add(examples.Text, examples.Positions[i] - examples.BlockSize);
        rowOf = new int[numbers.Count];
        lastBatch = new int[numbers.Count];
        firstExample = new int[batchSize];
        unusedTargets = new int[batchSize];
        counts = new T[batchSize * examples.Vocabulary.Size];
    }

    /// <summary>The number of different contexts in the batch that <see cref="Find"/> was given.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the different contexts of these examples, in order of first appearance.</summary>
    public void Find(ReadOnlySpan<int> chosen)
    {
        batch++;
        counts.AsSpan(0, Count * examples.Vocabulary.Size).Clear();
        Count = 0;
        foreach (int example in chosen)
        {
            int context = contextOf[example];
            if (lastBatch[context] != batch)
            {
                (lastBatch[context], rowOf[context]) = (batch, Count);
                firstExample[Count++] = example;
            }

            counts[(rowOf[context] * examples.Vocabulary.Size) + examples.Target(example)]++;
        }
    }

    /// <summary>Writes the contexts and target counts of some rows. Returns how many examples they stand for.</summary>
    public double Fill(Span<int> contexts, Span<T> targetCounts, int start, int rows)
    {
        examples.Fill(firstExample.AsSpan(start, rows), contexts[..(rows * examples.BlockSize)], unusedTargets.AsSpan(start, rows));
        ReadOnlySpan<T> part = counts.AsSpan(start * examples.Vocabulary.Size, rows * examples.Vocabulary.Size);
        part.CopyTo(targetCounts);
        return double.CreateChecked(Kernels.Sum(part));
    }
}
