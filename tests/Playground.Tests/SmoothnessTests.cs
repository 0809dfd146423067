using System.Text.Json;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The page stays alive while the engine trains, and does not grow.</summary>
public sealed class SmoothnessTests(Reader reader) : ReaderTests(reader)
{
    [Theory]
    [InlineData("names")]
    [InlineData("gpt")]
    [InlineData("depth")]
    public async Task The_page_draws_on_while_it_trains(string rung)
    {
        IPage page = await Reader.Turn(rung);
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        JsonElement frames = await page.Json("""
            new Promise((resolve) => {
              const begun = performance.now(), steps = () => Number(document.getElementById('steps').value), from = steps();
              let last = begun, longest = 0, frames = 0;
              const frame = () => {
                const now = performance.now();
                longest = Math.max(longest, now - last);
                [last, frames] = [now, frames + 1];
                if (now - begun < 2000) requestAnimationFrame(frame);
                else resolve({ frames: frames / (now - begun) * 1000, longest, steps: (steps() - from) / (now - begun) * 1000 });
              };
              requestAnimationFrame(frame);
            })
            """);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{rung}: {frames}");
        Assert.InRange(frames.GetProperty("longest").GetDouble(), 0, 1000); // milliseconds: of the two seconds, it never stood still for half
        Assert.True(frames.GetProperty("steps").GetDouble() > 0);
    }

    [Fact]
    public async Task Training_on_takes_no_more_memory()
    {
        IPage page = await Reader.Turn("names");
        string told = "";
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Steps(2000);
        double before = await Memory();
        await Steps(12_000);
        double after = await Memory();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.Settle();
        TestContext.Current.TestOutputHelper?.WriteLine($"The page and the engine, after 2,000 and after 12,000 steps{told}");
        Assert.InRange(after - before, -100, 10);

        Task Steps(int count) => page.WaitForFunctionAsync(
            $"() => Number(document.getElementById('steps').value) > {count}");

        async Task<double> Memory()
        {
            await session.SendAsync("HeapProfiler.collectGarbage");
            JsonElement used = (await session.SendAsync("Runtime.getHeapUsage"))!.Value;
            double engine = await page.Workers.Single().EvaluateAsync<double>("getDotnetRuntime(0).localHeapViewU8().byteLength");
            told += $"; {used.GetProperty("usedSize").GetDouble() / 1e6:F2} and {engine / 1e6:F1} MB";
            return (used.GetProperty("usedSize").GetDouble() + engine) / 1e6;
        }
    }
}
