using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>
/// A browser that reads the page of one file, opened from disk. A class of tests has one. Its tests may share a page too, because the engine
/// takes a second or two to start.
/// </summary>
public sealed class Reader : IAsyncLifetime
{
    // Tells when the engine has answered everything that the page asked, and what follows from it is drawn.
    private const string Settle = """
        async () => {
          const engine = await page.engine();
          let asked = 0;
          const call = engine.call;
          engine.call = (...all) => {
            asked++;
            return call.apply(engine, all).finally(() => { asked--; });
          };
          const turn = () => new Promise((resolve) => setTimeout(resolve));
          globalThis.settled = async () => {
            for (let quiet = 0; quiet < 3;) {
              await turn();
              quiet = asked > 0 ? 0 : quiet + 1;
            }
          };
          globalThis.framed = async () => {
            for (let i = 0; i < 2; i++) {
              await settled();
              await new Promise(requestAnimationFrame);
            }
            await turn();
          };
        }
        """;

    private readonly Chromium chromium = new();
    private WatchedPage? shared;

    public static string File { get; } =
        Path.Combine(Repository.Root.FullName, "src", "Playground", "bin", "Release", "net10.0", "publish", "playground.html");

    public ValueTask InitializeAsync() => chromium.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (shared is not null) await shared.DisposeAsync();
        await chromium.DisposeAsync();
    }

    /// <summary>A page of a test's own.</summary>
    /// <param name="address">What stands behind the #: "expression?world=shared".</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<WatchedPage> Open(string address = "", int width = 1440, int height = 844, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "the page is not published: dotnet publish src/Playground -c Release");
        WatchedPage watched = await chromium.NewPage(width, scheme);
        await watched.Page.SetViewportSizeAsync(width, height);
        await watched.Page.GotoAsync($"{new Uri(File).AbsoluteUri}#{address}");
        await watched.Page.Locator("body[data-ready]").WaitForAsync();
        await watched.Page.EvaluateAsync(Settle);
        await watched.Page.EvaluateAsync("settled()");
        return watched;
    }

    /// <summary>The page that the tests of a class share, at another address.</summary>
    public async Task<IPage> Turn(string address)
    {
        shared ??= await Open();
        await shared.Page.Mouse.MoveAsync(0, 0); // where the test before left it, it would point at something
        await shared.Page.Turn(address);
        return shared.Page;
    }

    /// <summary>Nothing was said on the console of the page that tests share.</summary>
    public void AssertQuiet(string what = "")
    {
        string[] said = [.. shared?.Said ?? []];
        shared?.Said.Clear();
        Assert.True(said.Length == 0, $"{what}: {string.Join('\n', said.Distinct())}");
    }
}

/// <summary>Tests of the page as a reader uses it. In none of them does the page say anything on the console.</summary>
public abstract class ReaderTests(Reader reader) : IClassFixture<Reader>, IDisposable
{
    protected Reader Reader => reader;

    public void Dispose()
    {
        reader.AssertQuiet();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What a reader does with the page, and what the page's variables say.</summary>
internal static class ReaderPage
{
    private static int visits;

    /// <summary>Goes to another address without opening the page again. No address is that of the last time, where nothing would happen.</summary>
    public static async Task Turn(this IPage page, string address)
    {
        address = $"{address}{(address.Contains('?') ? '&' : '?')}visit={Interlocked.Increment(ref visits)}";
        await page.EvaluateAsync("address => { delete document.body.dataset.ready; location.hash = address; }", address);
        await page.Locator("body[data-ready]").WaitForAsync();
        await page.EvaluateAsync("settled()");
    }

    /// <summary>Waits until everything is drawn that follows from what was done.</summary>
    public static Task Settle(this IPage page) => page.EvaluateAsync("framed()");

    /// <summary>Goes to a step of the walk, or whatever else its reader looks at: "step: 3, node: 'a'".</summary>
    public static async Task Look(this IPage page, string change)
    {
        await page.EvaluateAsync($"page.walk.go({{ {change} }})");
        await page.EvaluateAsync("settled()");
    }

    /// <summary>Presses a key, and waits for what it does.</summary>
    public static async Task Press(this IPage page, string key)
    {
        await page.Keyboard.PressAsync(key);
        await page.Settle();
    }

    /// <summary>Clicks, and waits for what it does.</summary>
    public static async Task Click(this IPage page, string selector)
    {
        await page.Locator(selector).ClickAsync();
        await page.Settle();
    }

    /// <summary>Fills in a field and leaves it.</summary>
    public static async Task Fill(this IPage page, string selector, string text)
    {
        await page.Locator(selector).FillAsync(text);
        await page.Locator(selector).BlurAsync();
        await page.Settle();
    }

    /// <summary>What stands in an element.</summary>
    public static Task<string> Text(this IPage page, string selector) => page.Locator(selector).InnerTextAsync();

    /// <summary>The value of an expression or an async function. As text, because Playwright numbers the objects that it returns.</summary>
    public static async Task<JsonElement> Json(this IPage page, string script) => JsonElement.Parse(await page.EvaluateAsync<string>(
        $"async () => JSON.stringify(await ({script}), (_, x) => typeof x === 'number' && !Number.isFinite(x) ? `${{x}}` : ArrayBuffer.isView(x) ? [...x] : x)"));

    public static Task<int> Step(this IPage page) => page.EvaluateAsync<int>("page.walk.state.step");
}

/// <summary>Numbers of the page beside those computed here.</summary>
internal static class Numbers
{
    /// <summary>A list of numbers; NaN and infinity are texts.</summary>
    public static double[] Of(JsonElement array) => [.. array.EnumerateArray().Select(One)];

    public static double One(JsonElement number) => number.ValueKind == JsonValueKind.String
        ? Shown(number.GetString()!)
        : number.GetDouble();

    /// <summary>A number as the page writes it, with a real minus sign.</summary>
    public static double Shown(string text) => text.Trim().Trim('(', ')').Replace('−', '-').Replace("+", "", StringComparison.Ordinal) switch
    {
        "∞" or "Infinity" => double.PositiveInfinity,
        "-∞" or "-Infinity" => double.NegativeInfinity,
        string number => double.Parse(number),
    };

    public static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-12, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) AssertClose(expected[i], actual[i], tolerance, $"{what}[{i}]");
    }

    public static void AssertClose(double expected, double actual, double tolerance = 1e-12, string what = "") => Assert.True(
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)),
        $"{what}: {expected} is expected, and it is {actual}");

    /// <summary>The same JSON, up to the rounding of the numbers in it: base64 of float64.</summary>
    public static void AssertSame(JsonElement expected, JsonElement actual, string what = "")
    {
        Assert.Equal((what, expected.ValueKind), (what, actual.ValueKind));
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(expected.EnumerateObject().Select(one => one.Name), actual.EnumerateObject().Select(one => one.Name));
                foreach (JsonProperty one in expected.EnumerateObject()) AssertSame(one.Value, actual.GetProperty(one.Name), $"{what}.{one.Name}");
                break;
            case JsonValueKind.Array:
                Assert.Equal((what, expected.GetArrayLength()), (what, actual.GetArrayLength()));
                foreach ((int i, JsonElement one) in expected.EnumerateArray().Index()) AssertSame(one, actual[i], $"{what}[{i}]");
                break;
            case JsonValueKind.String when expected.GetString() != actual.GetString():
                Assert.True(expected.TryGetBytesFromBase64(out byte[]? here), $"{what}: {expected} is expected, and it is {actual}");
                Assert.True(actual.TryGetBytesFromBase64(out byte[]? there) && here.Length == there.Length && here.Length % 8 == 0, $"{what}: {expected} is expected, and it is {actual}");
                AssertClose(MemoryMarshal.Cast<byte, double>(here).ToArray(), MemoryMarshal.Cast<byte, double>(there).ToArray(), what: what);
                break;
            default:
                Assert.Equal((what, expected.ToString()), (what, actual.ToString()));
                break;
        }
    }
}
