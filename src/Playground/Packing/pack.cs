// Packs the published site into one page that opens from disk and requests nothing.
//
//   dotnet run --file src/Playground/Packing/pack.cs SITE PAGE
//
// Modules become data URLs in the page's import map, and style sheets stand in it. Everything else stands in it compressed, by name:
// wwwroot/engine.js takes it from there.

#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

(string site, string target) = (args[0], args[1]);
string page = File.ReadAllText(Path.Combine(site, "index.html"));
var inPage = new HashSet<string>();
page = Regex.Replace(page, @"""\./([^""]+\.js)""", module => $"\"data:text/javascript;base64,{Convert.ToBase64String(Module(module.Groups[1].Value))}\"");
page = Regex.Replace(page, @"<link rel=""stylesheet"" href=""([^""]+)"">", style => $"<style>\n{Encoding.UTF8.GetString(Part(style.Groups[1].Value))}</style>");

var packed = new JsonObject();
string[] compressed = [".br", ".gz"];
foreach (string file in Directory.GetFiles(site, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    string name = Path.GetRelativePath(site, file).Replace('\\', '/');
    if (inPage.Contains(name) || name.EndsWith(".html", StringComparison.Ordinal) || compressed.Contains(Path.GetExtension(name))) continue;
    packed[name] = Convert.ToBase64String(Gzip(Content(file)));
}

// It may run its own scripts and the engine, and request nothing.
const string policy = """
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' data: blob:; worker-src blob:; connect-src data: blob:; style-src 'unsafe-inline'; img-src data:">

    """;
page = page.Insert(page.IndexOf("<meta name", StringComparison.Ordinal), policy);
string data = $"<script type=\"application/json\" id=\"packed\">{packed.ToJsonString()}</script>\n";
int end = page.IndexOf("</head>", StringComparison.Ordinal);
File.WriteAllText(target, page.Insert(end, data));
Console.WriteLine($"{target}: {new FileInfo(target).Length / 1e6:F2} MB");

// An error says the file's name, and not all of its text.
byte[] Module(string name) => [.. Part(name), .. Encoding.UTF8.GetBytes($"\n//# sourceURL={name}\n")];

byte[] Part(string name)
{
    inPage.Add(name);
    return File.ReadAllBytes(Path.Combine(site, name));
}

// A blob URL is no base for relative ones, so the runtime's scripts get another. Nothing is requested from it.
static byte[] Content(string file) => Path.GetExtension(file) == ".js"
    ? Encoding.UTF8.GetBytes(Regex.Replace(File.ReadAllText(file), @"\bimport\.meta\.url\b", "\"https://page.invalid/_framework/\""))
    : File.ReadAllBytes(file);

static byte[] Gzip(byte[] content)
{
    using var written = new MemoryStream();
    using (var gzip = new GZipStream(written, CompressionLevel.SmallestSize)) gzip.Write(content);
    return written.ToArray();
}
