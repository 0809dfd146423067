using System.Runtime.CompilerServices;
using TorchSharp;

namespace Makemore.Bench;

/// <summary>Loads libtorch. Nothing else here may touch TorchSharp before this is done.</summary>
internal static class LibtorchLoader
{
    /// <summary>Loads libtorch and sets its number of threads. Returns null, or one line that says why there is no libtorch.</summary>
    public static string? Start(int threads)
    {
        try
        {
            OlderCppRuntime.Accommodate();
            Initialize(threads);
            return null;
        }
        catch (Exception exception)
        {
            string reason = (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ");
            return $"libtorch cannot be loaded, so only ours is measured: {reason} " +
                "(it needs x64, glibc 2.34 or later and a C++ runtime of GCC 12 or later; " +
                "on Debian 12 and its like, OlderCppRuntime.cs is the way round)";
        }
    }

    // Not inlined: the runtime loads TorchSharp when it compiles this method, which must be after the call above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Initialize(int threads)
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(threads);
        torch.manual_seed(1);
    }
}
