using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

/// <summary>
/// A choice between two numbers, element by element, by a mask: an element of the mask that is not 0 says yes. A smaller mask is stretched,
/// as in broadcasting: one (t, t) for all sequences and heads of (n, heads, t, t).
/// </summary>
public sealed class Masking
{
    private readonly string operation;
    private readonly Shape mask, numbers;
    private readonly StretchedRuns runs;

    /// <summary>A mask of one shape over numbers of another.</summary>
    /// <exception cref="ArgumentException">
    /// The mask cannot be stretched to the numbers' shape; the message names <paramref name="operation"/> and both shapes.
    /// </exception>
    public Masking(string operation, Shape mask, Shape numbers)
    {
        if (!Shape.Broadcast(operation, mask, numbers).Equals(numbers))
        {
            throw new ArgumentException(
                $"{operation}: the mask's shape {mask} is larger than {numbers}, the shape of what it chooses from");
        }

        (this.operation, this.mask, this.numbers) = (operation, mask, numbers);
        runs = new StretchedRuns(mask, numbers);
    }

    /// <summary>y = a where the mask says yes, else b; a, b and y have the numbers' shape.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Where<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Kernels.Require(operation, "a", a.Length, numbers);
        Kernels.Require(operation, "b", b.Length, numbers);
        Choose(mask, a, b, y);
    }

    /// <summary>y = <paramref name="value"/> where the mask says yes, else x. With 0 this is the gradient of b, and of x.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Fill<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> x, T value, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Kernels.Require(operation, "x", x.Length, numbers);
        Choose(mask, new ReadOnlySpan<T>(in value), x, y);
    }

    /// <summary>y = x where the mask says yes, else 0. This is the gradient of a.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Keep<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Kernels.Require(operation, "x", x.Length, numbers);
        T zero = T.Zero;
        Choose(mask, x, new ReadOnlySpan<T>(in zero), y);
    }

    /// <summary>A span of one number stands for that number everywhere.</summary>
    private void Choose<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Kernels.Require(operation, "mask", mask.Length, this.mask);
        Kernels.Require(operation, "y", y.Span.Length, numbers);
        for (int i = 0; i < runs.Starts.Length; i++)
        {
            int start = i * runs.Length;
            ReadOnlySpan<T> yes = a.Length == 1 ? a : a.Slice(start, runs.Length), no = b.Length == 1 ? b : b.Slice(start, runs.Length);
            ReadOnlySpan<T> own = mask[runs.Starts[i]..];
            if (runs.Moves) ChooseEach(own[..runs.Length], yes, no, y.Slice(start, runs.Length));
            else CopyOrFill(own[0] != T.Zero ? yes : no, y.Slice(start, runs.Length));
        }
    }

    private static void ChooseEach<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> yes, ReadOnlySpan<T> no, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0, lanes = Vector<T>.Count;
        for (; i <= mask.Length - lanes; i += lanes)
        {
            Vector<T> saysNo = Vector.Equals(new Vector<T>(mask[i..]), Vector<T>.Zero);
            Vector<T> chosen = Vector.ConditionalSelect(saysNo, Load(no, i), Load(yes, i));
            if (y.Adds) chosen += new Vector<T>(y.Span[i..]);
            chosen.CopyTo(y.Span[i..]);
        }

        for (; i < mask.Length; i++)
        {
            ReadOnlySpan<T> from = mask[i] != T.Zero ? yes : no;
            T chosen = from.Length == 1 ? from[0] : from[i];
            y.Span[i] = y.Adds ? y.Span[i] + chosen : chosen;
        }
    }

    private static Vector<T> Load<T>(ReadOnlySpan<T> x, int at) where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Length == 1 ? new Vector<T>(x[0]) : new Vector<T>(x[at..]);

    private static void CopyOrFill<T>(ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length == y.Span.Length) Kernels.Copy(x, y);
        else if (!y.Adds) y.Span.Fill(x[0]);
        else TensorPrimitives.Add(y.Span, x[0], y.Span);
    }
}
