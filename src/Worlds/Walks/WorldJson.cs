using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Makemore.Worlds;

/// <summary>
/// What a page reads. Numbers that were computed, even a single one, are a text: base64 of little-endian float64. This is exact, and holds
/// NaN and infinity too. Places, cells, counts and times are whole numbers of JSON.
/// <code>
/// const float64 = text => new Float64Array(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
/// </code>
/// </summary>
public static class WorldJson
{
    // Nothing is put into HTML as it is: a page parses it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of one object, whose properties <paramref name="write"/> writes.</summary>
    internal static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    internal static void WriteNumbers(this Utf8JsonWriter json, string name, double[] numbers) =>
        json.WriteBase64String(name, MemoryMarshal.AsBytes<double>(numbers));

    internal static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        json.WriteArray(name, texts, json.WriteStringValue);

    internal static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }

    internal static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write) =>
        json.WriteArray(name, items, item =>
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        });
}
