using System.Numerics;
using System.Reflection;

namespace Makemore.Tensors.Tests;

/// <summary>
/// No kernel writes past the end of a span, whatever sizes it is given: it refuses those that do not fit before it stores anything.
/// </summary>
public class KernelBoundsTests
{
    private const int CallsOfEachKind = 1_250; // for each kernel and each number type: fitting ones, and as many that do not fit

    private static readonly Type[] TakeSpans =
    [
        typeof(Kernels), typeof(Reduction), typeof(BatchedProduct), typeof(Permutation), typeof(Masking), typeof(Broadcasting),
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
        foreach ((string name, Action<KernelCall<T>> run) in KernelTable<T>.Calls)
        {
            if (name != kernel) continue;
            var random = new Random(1);
            int fitting = 0, refused = 0, wanted = AlwaysFit.Contains(name) ? 0 : CallsOfEachKind;
            for (int i = 0; (fitting < CallsOfEachKind || refused < wanted) && i < 10 * CallsOfEachKind; i++)
            {
                var call = new KernelCall<T>(random, spoils: fitting >= CallsOfEachKind);
                Exception? thrown = Record(run, call);
                if (wanted == 0 || call.Fits) fitting++;
                else refused++;
                bool refuses = thrown is not null;
                Assert.True(call.IsUntouched(outputsToo: refuses), $"{name}, call {i}: wrote where it must not; it threw {thrown}");
                Assert.True(thrown is null || thrown.GetType() == typeof(ArgumentException), $"{name}, call {i}: {thrown}");
                Assert.True(refuses == (wanted > 0 && !call.Fits), $"{name}, call {i}: the sizes fit: {call.Fits}; it threw {thrown}");
            }

            Assert.True(fitting >= CallsOfEachKind && refused >= wanted, $"{name}: {fitting} calls fitted and {refused} did not");
        }
    }

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
