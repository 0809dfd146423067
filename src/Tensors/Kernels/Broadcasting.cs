namespace Makemore.Tensors;

/// <summary>
/// How two operands are walked together under NumPy's broadcasting. Worked out once from the shapes: neighbouring axes that both operands
/// walk in the same way become one, and what remains is a list of runs. Within a run each operand either moves on element by element or
/// stands still: (32, 100) + (100,) is 32 runs of 100, along which both move.
/// </summary>
public sealed class Broadcasting
{
    private readonly int[] leftStarts, rightStarts; // by run

    private Broadcasting(string operation, Shape left, Shape right)
    {
        (Left, Right, Result) = (left, right, Shape.Broadcast(operation, left, right));
        List<(int Size, int Left, int Right)> axes = MergedAxes(left, right);
        (RunLength, int leftStride, int rightStride) = axes[^1];
        (LeftMoves, RightMoves) = (leftStride == 1, rightStride == 1);
        axes.RemoveAt(axes.Count - 1);

        int runs = axes.Aggregate(1, (product, axis) => product * axis.Size);
        (leftStarts, rightStarts) = (new int[runs], new int[runs]);
        for (int run = 0; run < runs; run++)
        {
            int rest = run;
            for (int axis = axes.Count - 1; axis >= 0; axis--)
            {
                (rest, int at) = Math.DivRem(rest, axes[axis].Size);
                leftStarts[run] += at * axes[axis].Left;
                rightStarts[run] += at * axes[axis].Right;
            }
        }
    }

    /// <summary>The walk over two shapes; null if they are equal.</summary>
    /// <exception cref="ArgumentException">
    /// The shapes do not broadcast; the message names <paramref name="operation"/> and both.
    /// </exception>
    public static Broadcasting? Between(string operation, Shape left, Shape right) =>
        left.Equals(right) ? null : new Broadcasting(operation, left, right);

    /// <summary>The left operand's shape.</summary>
    public Shape Left { get; }

    /// <summary>The right operand's shape.</summary>
    public Shape Right { get; }

    /// <summary>The shape that both operands are stretched to.</summary>
    public Shape Result { get; }

    /// <summary>Sums a tensor of the result's shape down to the left operand's: the way back for a gradient.</summary>
    public Reduction ToLeft => field ??= new Reduction(Result, Left);

    /// <summary>Sums a tensor of the result's shape down to the right operand's.</summary>
    public Reduction ToRight => field ??= new Reduction(Result, Right);

    /// <summary>How many runs there are; they follow each other in the result, which is contiguous.</summary>
    internal int Runs => leftStarts.Length;

    /// <summary>The number of elements of the result in a run.</summary>
    internal int RunLength { get; }

    /// <summary>True if the left operand moves on within a run; false if it stands still.</summary>
    internal bool LeftMoves { get; }

    /// <summary>True if the right operand moves on within a run; false if it stands still.</summary>
    internal bool RightMoves { get; }

    /// <summary>Where the left operand's elements of a run begin.</summary>
    internal int LeftStart(int run) => leftStarts[run];

    /// <summary>Where the right operand's elements of a run begin.</summary>
    internal int RightStart(int run) => rightStarts[run];

    // Axes of size 1 are left out. An operand's stride is 0 along an axis where it is stretched. An axis merges with the one inside it if,
    // for both operands, a step on it is as long as a whole walk along the inner one.
    private static List<(int Size, int Left, int Right)> MergedAxes(Shape left, Shape right)
    {
        var axes = new List<(int Size, int Left, int Right)>();
        int leftStride = 1, rightStride = 1;
        for (int fromEnd = 1; fromEnd <= Math.Max(left.Rank, right.Rank); fromEnd++)
        {
            int leftSize = fromEnd <= left.Rank ? left[^fromEnd] : 1, rightSize = fromEnd <= right.Rank ? right[^fromEnd] : 1;
            int size = leftSize == 1 ? rightSize : leftSize;
            (int Size, int Left, int Right) axis = (size, leftSize == 1 ? 0 : leftStride, rightSize == 1 ? 0 : rightStride);
            leftStride *= leftSize;
            rightStride *= rightSize;
            if (size == 1) continue;
            if (axes.Count > 0 && axis.Left == axes[0].Left * axes[0].Size && axis.Right == axes[0].Right * axes[0].Size)
                axes[0] = (axes[0].Size * size, axes[0].Left, axes[0].Right);
            else axes.Insert(0, axis);
        }

        if (axes.Count == 0) axes.Add((1, 0, 0));
        return axes;
    }
}
