using Microsoft.Playwright;

namespace Makemore.Site.Tests;

/// <summary>A browser that reads the site as from a server: each request is answered from the folder of the site, and recorded.</summary>
public sealed class SiteReader(BuiltSite site) : IAsyncLifetime
{
    public const string Address = "http://site.example/";

    private readonly Chromium chromium = new();

    public ValueTask InitializeAsync() => chromium.InitializeAsync();

    public ValueTask DisposeAsync() => chromium.DisposeAsync();

    public async Task<WatchedPage> Open(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool runsScript = true)
    {
        string folder = site.Folder;
        WatchedPage watched = await chromium.NewPage(width, scheme, runsScript);
        await watched.Page.Context.RouteAsync("**/*", route => Answer(route, folder));
        await watched.Page.GotoAsync(Address + path);
        return watched;
    }

    /// <summary>The site as somebody opens it who has the folder.</summary>
    public async Task<WatchedPage> OpenFromDisk(string path)
    {
        string file = Path.Combine(site.Folder, path);
        WatchedPage watched = await chromium.NewPage();
        await watched.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return watched;
    }

    private static Task Answer(IRoute route, string folder)
    {
        var address = new Uri(route.Request.Url);
        string file = Path.Combine(folder, Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')));
        if (Directory.Exists(file)) file = Path.Combine(file, "index.html");
        return !route.Request.Url.StartsWith(Address, StringComparison.Ordinal) || !File.Exists(file)
            ? route.FulfillAsync(new() { Status = 404 })
            : route.FulfillAsync(new() { Path = file, ContentType = TypeOf(file) });
    }

    // A browser runs modules and WebAssembly only if they say that they are that.
    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html",
        ".css" => "text/css",
        ".js" => "text/javascript",
        ".wasm" => "application/wasm",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
