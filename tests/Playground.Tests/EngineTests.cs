using System.Runtime.InteropServices;
using System.Text.Json;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>
/// The engine in the page computes what the engine here does: every operation, layer and network, from the first time until long after the
/// browser's interpreter has optimized the code.
/// </summary>
public sealed class EngineTests(Reader reader) : ReaderTests(reader)
{
    private const int Repeats = 700; // each case has several sizes and both precisions, and all share their code

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_operation_layer_and_network_is_right_in_the_page_and_stays_so(int seed)
    {
        IPage page = await Reader.Turn("slope");
        string[] told = await page.EvaluateAsync<string[]>(
            """
            async ([repeats, seed]) => {
              const engine = await page.engine(), told = [];
              for (const name of await engine.call('Checks.Everything')) told.push(await engine.call('Checks.Check', name, repeats, seed));
              return told;
            }
            """,
            new[] { Repeats, seed });
        Assert.Equal(EngineCheck.Everything.Count, told.Length);
        Assert.All(told.Select(text => JsonElement.Parse(text)), there =>
        {
            string name = there.GetProperty("name").GetString()!;
            Assert.True(there.GetProperty("isRight").GetBoolean(), $"{name}: {there}");
            double[] numbers = [.. MemoryMarshal.Cast<byte, double>(there.GetProperty("numbers").GetBytesFromBase64())];
            Numbers.AssertClose([.. EngineCheck.Check(name, repeats: 0, (ulong)seed).Numbers], numbers, 1e-11, name);
        });
    }

    [Fact]
    public async Task A_single_number_stays_the_same_however_often_it_is_computed()
    {
        IPage page = await Reader.Turn("slope");
        string[] wrong = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const engine = await page.engine(), wrong = [];
              for (const text of ['sigmoid(x)', 'tanh(x)', 'sqrt(x)', 'relu(x)', 'abs(x)', 'exp(x)', 'log(x)', 'sin(x)', 'x^2', 'x^0.3', '1/x']) {
                const expression = await engine.call('Expressions.Parse', `y = ${text}`);
                const curve = () => engine.call('Expressions.Curve', expression, 'x', 0.2, 2.2, 101), first = await curve();
                for (let i = 0; i < 15; i++) if (await curve() !== first) wrong.push(`${text}, after ${i} times`);
                await engine.release(expression);
              }
              return wrong;
            }
            """);
        Assert.Empty(wrong);
    }
}
