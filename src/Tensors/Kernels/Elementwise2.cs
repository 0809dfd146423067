using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>A function y = f(left, right) of two numbers and its partial derivatives.</summary>
public interface IFormula2
{
    /// <summary>y = f(left, right).</summary>
    Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right);

    /// <summary>∂y/∂left, where y = f(left, right) is known already.</summary>
    Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y);

    /// <summary>∂y/∂right, where y = f(left, right) is known already.</summary>
    Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y);
}

/// <content>Formulas of two operands, which are walked together under broadcasting.</content>
public static partial class Kernels
{
    /// <summary>y = f(left, right), broadcast along <paramref name="axes"/>; null for two operands of the same shape.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public static void Map<T, F>(F formula, Broadcasting? axes, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2
    {
        RequireOperands(nameof(Map), axes, left.Length, right.Length, y.Length);
        Walk<T, F, ValuePart>(formula, axes, left, right, y, y, y);
    }

    /// <summary>
    /// dleft = dy · ∂y/∂left, where y = f(left, right), summed over the axes along which the left operand was stretched.
    /// </summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public static void MapGradientLeft<T, F>(
        F formula, Broadcasting? axes,
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dleft)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2
    {
        if (!dleft.IsWanted) return;
        RequireOperands(nameof(MapGradientLeft), axes, left.Length, right.Length, y.Length);
        Require(nameof(MapGradientLeft), "dy", dy.Length, y.Length);
        Require(nameof(MapGradientLeft), "dleft", dleft.Span.Length, left.Length);
        WalkBack<T, F, LeftPart>(formula, axes, axes?.ToLeft, left, right, y, dy, dleft);
    }

    /// <summary>
    /// dright = dy · ∂y/∂right, where y = f(left, right), summed over the axes along which the right operand was stretched.
    /// </summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public static void MapGradientRight<T, F>(
        F formula, Broadcasting? axes,
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dright)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2
    {
        if (!dright.IsWanted) return;
        RequireOperands(nameof(MapGradientRight), axes, left.Length, right.Length, y.Length);
        Require(nameof(MapGradientRight), "dy", dy.Length, y.Length);
        Require(nameof(MapGradientRight), "dright", dright.Span.Length, right.Length);
        WalkBack<T, F, RightPart>(formula, axes, axes?.ToRight, left, right, y, dy, dright);
    }

    private static void RequireOperands(string operation, Broadcasting? axes, int left, int right, int y)
    {
        if (axes is null)
        {
            Require(operation, "right", right, left);
            Require(operation, "y", y, left);
            return;
        }

        Require(operation, "left", left, axes.Left);
        Require(operation, "right", right, axes.Right);
        Require(operation, "y", y, axes.Result);
    }

    // A gradient arrives in the shape of the result. Along axes where the operand was stretched, it is summed afterwards.
    private static void WalkBack<T, F, P>(
        F formula, Broadcasting? axes, Reduction? toOperand,
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2 where P : IPart
    {
        if (toOperand is null || destination.Span.Length == dy.Length)
        {
            Walk<T, F, P>(formula, axes, left, right, y, dy, destination);
            return;
        }

        T[] terms = ArrayPool<T>.Shared.Rent(dy.Length);
        Walk<T, F, P>(formula, axes, left, right, y, dy, terms.AsSpan(0, dy.Length));
        toOperand.Sum<T>(terms.AsSpan(0, dy.Length), destination);
        ArrayPool<T>.Shared.Return(terms);
    }

    private static void Walk<T, F, P>(
        F formula, Broadcasting? axes,
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> to)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2 where P : IPart
    {
        int run = axes?.RunLength ?? left.Length;
        if (Vector512.IsHardwareAccelerated && run > Vector128<T>.Count) Walk<Vector512<T>, T, F, P>(formula, axes, left, right, y, dy, to);
        else if (Vector256.IsHardwareAccelerated && run > Vector128<T>.Count)
            Walk<Vector256<T>, T, F, P>(formula, axes, left, right, y, dy, to);
        else Walk<Vector128<T>, T, F, P>(formula, axes, left, right, y, dy, to);
    }

    private static void Walk<V, T, F, P>(
        F formula, Broadcasting? axes,
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> to)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2 where P : IPart
    {
        if (axes is null)
        {
            Run<V, T, F, P>(formula, left, right, y, dy, to, leftMoves: true, rightMoves: true);
            return;
        }

        int length = axes.RunLength;
        for (int i = 0; i < axes.Runs; i++)
        {
            int at = i * length;
            Span<T> part = to.Span.Slice(at, length);
            Run<V, T, F, P>(
                formula,
                left.Slice(axes.LeftStart(i), axes.LeftMoves ? length : 1),
                right.Slice(axes.RightStart(i), axes.RightMoves ? length : 1),
                y.Slice(at, length),
                dy.Slice(at, length),
                to.Adds ? Destination<T>.AddTo(part) : part,
                axes.LeftMoves,
                axes.RightMoves);
        }
    }

    private static void Run<V, T, F, P>(
        F formula, ReadOnlySpan<T> left, ReadOnlySpan<T> right, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> to,
        bool leftMoves, bool rightMoves)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2 where P : IPart
    {
        int length = to.Span.Length, lanes = Simd<V, T>.Count, i = 0;
        if (length == 0) return;
        ref readonly T a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        ref readonly T output = ref MemoryMarshal.GetReference(y), arriving = ref MemoryMarshal.GetReference(dy);
        ref T target = ref MemoryMarshal.GetReference(to.Span);
        bool adds = to.Adds;
        Simd<V, T> stillLeft = Simd<V, T>.Broadcast(left[0]), stillRight = Simd<V, T>.Broadcast(right[0]);
        for (; i <= length - lanes; i += lanes)
        {
            Simd<V, T> p = leftMoves ? Simd<V, T>.Load(in a, i) : stillLeft, q = rightMoves ? Simd<V, T>.Load(in b, i) : stillRight;
            Simd<V, T> sent = P.NeedsResult
                ? P.Of(formula, p, q, Simd<V, T>.Load(in output, i), Simd<V, T>.Load(in arriving, i))
                : P.Of(formula, p, q, default, default);
            if (adds) sent += Simd<V, T>.Load(in target, i);
            sent.Store(ref target, i);
        }

        int rest = length - i;
        if (rest == 0) return;
        Simd<V, T> lastLeft = leftMoves ? Simd<V, T>.LoadFirst(in a, i, rest) : stillLeft;
        Simd<V, T> lastRight = rightMoves ? Simd<V, T>.LoadFirst(in b, i, rest) : stillRight;
        Simd<V, T> last = P.Of(
            formula, lastLeft, lastRight, Simd<V, T>.LoadFirst(in output, i, rest), Simd<V, T>.LoadFirst(in arriving, i, rest));
        if (adds) last += Simd<V, T>.LoadFirst(in target, i, rest);
        last.StoreFirst(ref target, i, rest);
    }

    /// <summary>What a walk computes from a formula: its value, or what is sent to one of its operands.</summary>
    private interface IPart
    {
        static abstract bool NeedsResult { get; }

        static abstract Simd<V, T> Of<V, T, F>(F formula, Simd<V, T> left, Simd<V, T> right, Simd<V, T> y, Simd<V, T> dy)
            where F : struct, IFormula2;
    }

    private readonly struct ValuePart : IPart
    {
        public static bool NeedsResult => false;

        public static Simd<V, T> Of<V, T, F>(F formula, Simd<V, T> left, Simd<V, T> right, Simd<V, T> y, Simd<V, T> dy)
            where F : struct, IFormula2 => formula.Value(left, right);
    }

    private readonly struct LeftPart : IPart
    {
        public static bool NeedsResult => true;

        public static Simd<V, T> Of<V, T, F>(F formula, Simd<V, T> left, Simd<V, T> right, Simd<V, T> y, Simd<V, T> dy)
            where F : struct, IFormula2 => dy * formula.SlopeLeft(left, right, y);
    }

    private readonly struct RightPart : IPart
    {
        public static bool NeedsResult => true;

        public static Simd<V, T> Of<V, T, F>(F formula, Simd<V, T> left, Simd<V, T> right, Simd<V, T> y, Simd<V, T> dy)
            where F : struct, IFormula2 => dy * formula.SlopeRight(left, right, y);
    }
}
