using System.Numerics;
using System.Reflection;

namespace Makemore.Tensors.Tests;

/// <summary>
/// No kernel writes past the end of a span, whatever sizes it is given: it refuses those that do not fit before it stores anything.
/// </summary>
public class KernelBoundsTests
{
    // For each kernel, half of them in float and half in double: so many fitting calls, and as many that do not fit.
    private const int Calls = 10_000;

    private static readonly Type[] TakeSpans =
    [
        typeof(Kernels), typeof(Reduction), typeof(BatchedProduct), typeof(Permutation), typeof(Masking), typeof(Broadcasting), typeof(AttentionHeads),
    ];

    // These read one span of any length and write none: nothing can be unfitting.
    private static readonly string[] AlwaysFit = ["Kernels.AllFinite", "Kernels.Fingerprint", "Kernels.Sum"];

    public static TheoryData<string> KernelNames => [.. KernelTable<float>.Calls.Select(call => call.Kernel).Distinct()];

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Sizes_that_do_not_fit_are_refused_before_anything_is_stored(string kernel)
    {
        Check<float>(kernel);
        Check<double>(kernel);
    }

    [Fact]
    public void The_table_has_every_public_kernel()
    {
        IEnumerable<string> kernels = TakeSpans.SelectMany(type => type
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => type == typeof(Kernels) || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike))
            .Select(method => $"{type.Name}.{method.Name}"));
        Assert.Equal(kernels.Order(), KernelTable<float>.Calls.Select(call => call.Kernel).Order());
    }

    [Fact]
    public void Every_public_class_whose_methods_take_destinations_is_in_the_table()
    {
        IEnumerable<Type> types = typeof(Kernels).Assembly.GetExportedTypes().Where(type => type
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Any(method => method.GetParameters().Any(parameter =>
                parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(Destination<>))));
        Assert.Empty(types.Except(TakeSpans));
    }

    private static void Check<T>(string kernel) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int wantedFitting = Calls / 2, wantedRefused = AlwaysFit.Contains(kernel) ? 0 : Calls / 2;
        using var call = new KernelCall<T>(new Random(1), Placement.BetweenCanaries);
        foreach ((_, Action<KernelCall<T>> run) in KernelTable<T>.Calls.Where(line => line.Kernel == kernel))
        {
            int fitting = 0, refused = 0;
            for (int i = 0; (fitting < wantedFitting || refused < wantedRefused) && i < 10 * Calls; i++)
            {
                call.Begin(spoils: wantedRefused > 0 && fitting >= wantedFitting);
                Exception? thrown = Record(run, call);
                if (call.Fits) fitting++;
                else refused++;
                bool untouched = call.IsUntouched(outputsToo: thrown is not null);
                if (untouched && (call.Fits ? thrown is null : SaysSizes(thrown))) continue;
                Assert.Fail($"{kernel}, call {i}: the sizes fit: {call.Fits}; it wrote where it must not: {!untouched}; it threw {thrown}");
            }

            Assert.True(fitting >= wantedFitting && refused >= wantedRefused, $"{kernel}: {fitting} calls fitted and {refused} did not");
        }
    }

    // The kernel's own message, not one of the base library about some span.
    private static bool SaysSizes(Exception? thrown) =>
        thrown?.GetType() == typeof(ArgumentException) && thrown.Message.AsSpan().ContainsAnyInRange('0', '9');

    private static Exception? Record<T>(Action<KernelCall<T>> run, KernelCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            run(call);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
