using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <summary>
/// All cases, with PyTorch's answers. Python runs once for all of them, because starting it takes two seconds. If no Python can import
/// torch, the tests are skipped.
/// </summary>
public sealed class TorchRun : IAsyncLifetime
{
    private const int CasesEach = 50; // for each line of the table and each type: 5,700 in all
    private const int NoTorch = 3; // how compare.py says that it cannot import torch

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];

    private readonly List<(TorchCase Case, TorchAnswer Theirs)> answered = [];

    /// <summary>The cases of an operation, in float32 and float64, the smallest first.</summary>
    public IReadOnlyList<(TorchCase Case, TorchAnswer Theirs)> Answered(string operation)
    {
        Assert.SkipWhen(answered.Count == 0, "neither python3 nor /usr/bin/python3 imports torch; apt-get install python3-torch");
        return [.. answered.Where(pair => pair.Case.Operation == operation).OrderBy(pair => pair.Case.Size)];
    }

    public async ValueTask InitializeAsync()
    {
        TorchCase[] cases = [.. Cases(TorchTable.Entries<float>()), .. Cases(TorchTable.Entries<double>())];
        string folder = Directory.CreateTempSubdirectory("makemore-").FullName;
        try
        {
            string script = Path.Combine(folder, "compare.py");
            string questions = Path.Combine(folder, "cases"), answers = Path.Combine(folder, "results");
            await File.WriteAllTextAsync(script, Script());
            await File.WriteAllLinesAsync(questions, cases.Select(drawn => JsonSerializer.Serialize(drawn.Question, Json)));
            foreach (string interpreter in Interpreters)
            {
                if (!await Answers(interpreter, script, questions, answers)) continue;
                string[] lines = await File.ReadAllLinesAsync(answers);
                Assert.Equal(cases.Length, lines.Length);
                answered.AddRange(cases.Zip(lines.Select(line => JsonSerializer.Deserialize<TorchAnswer>(line, Json)!)));
                break;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<TorchCase> Cases<T>(IReadOnlyList<TorchEntry<T>> entries)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from entry in entries
        from seed in Enumerable.Range(1, CasesEach)
        select entry.Case(new TorchGenerator((ulong)seed));

    private static async Task<bool> Answers(string interpreter, params string[] arguments)
    {
        using var python = new Process { StartInfo = new(interpreter, arguments) { RedirectStandardError = true } };
        try
        {
            python.Start();
        }
        catch (Win32Exception)
        {
            return false; // The program does not exist.
        }

        string said = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        if (python.ExitCode == NoTorch) return false;
        Assert.True(python.ExitCode == 0, $"{interpreter} {string.Join(' ', arguments)}: {said}");
        return true;
    }

    private static string Script()
    {
        using var reader = new StreamReader(typeof(TorchRun).Assembly.GetManifestResourceStream("compare.py")!);
        return reader.ReadToEnd();
    }
}
