using System.Runtime.InteropServices;
using System.Text;

namespace Makemore.Bench;

/// <summary>
/// TorchSharp's native library was linked against the C++ runtime of GCC 13. Debian 12 has that of GCC 12, which lacks one symbol that the
/// library needs: <c>std::ios_base_library_init()</c> of version GLIBCXX_3.4.32, called once by each file that includes &lt;iostream&gt;.
/// Before GCC 13 these files called the constructor <c>std::ios_base::Init::Init()</c> instead. It counts its calls and does not touch an
/// object, and every runtime still has it. So we overwrite the new name with the old one, in the copy in the output folder.
/// </summary>
internal static class OlderCppRuntime
{
    private const string NewVersion = "GLIBCXX_3.4.32", OldVersion = "GLIBCXX_3.4";
    private const string NewSymbol = "_ZSt21ios_base_library_initv", OldSymbol = "_ZNSt8ios_base4InitC1Ev";

    /// <summary>Changes the copy if it cannot be loaded as it is, for this reason.</summary>
    public static void Accommodate()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        if (!OperatingSystem.IsLinux() || !File.Exists(library)) return;
        try
        {
            NativeLibrary.Load(library);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(NewVersion, StringComparison.Ordinal))
        {
            byte[] image = File.ReadAllBytes(library);
            Replace(image, Text(NewSymbol), Text(OldSymbol));
            Replace(image, Text(NewVersion), Text(OldVersion));
            Replace(image, BitConverter.GetBytes(ElfHash(NewVersion)), BitConverter.GetBytes(ElfHash(OldVersion)));

            // Written beside it and renamed, because a file that a process has mapped must not change.
            File.WriteAllBytes(library + ".new", image);
            File.Move(library + ".new", library, overwrite: true);
        }
    }

    /// <summary>A string as it is in the library's table of names.</summary>
    private static byte[] Text(string name) => [.. Encoding.ASCII.GetBytes(name), 0];

    /// <summary>Overwrites the first occurrence: the loader's tables come before those for debuggers.</summary>
    private static void Replace(Span<byte> image, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        int place = image.IndexOf(old);
        if (place < 0)
            throw new DllNotFoundException(
                $"libLibTorchSharp.so wants {NewVersion}, but is not built like the one that this workaround is for");
        replacement.CopyTo(image[place..]);
    }

    /// <summary>The hash beside a version's name (System V ABI, "Hash Table").</summary>
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char character in name)
        {
            hash = (hash << 4) + character;
            uint high = hash & 0xF0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
