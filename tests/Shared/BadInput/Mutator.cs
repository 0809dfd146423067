using System.Text;

namespace Makemore.Tests;

/// <summary>
/// Makes bad inputs of good ones, as bytes: flips bits, puts in what readers stumble over, moves, repeats and removes blocks, cuts short,
/// crosses two inputs, and makes numbers extreme.
/// </summary>
/// <param name="corpus">The good inputs.</param>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus)
{
    /// <summary>Numbers at which types, ranges and products end.</summary>
    public static readonly string[] ExtremeNumbers =
    [
        "0", "-0", "-1", "1", "0.5", "65536", "1073741824", "2147483647", "2147483648", "-2147483648", "4294967296", "4294967297",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615", "99999999999999999999",
        "1e3", "1e308", "1e999", "1e-320", "NaN", "-Infinity", "0.1000000000000000000000000000001",
    ];

    // Separators and quotes of our formats, controls, characters that turn others around, bytes that are not UTF-8, half characters.
    private static readonly byte[][] Troubles =
    [
        [0], [255], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF],
        .. new[]
        {
            "{", "}", "[", "]", "\"", "\"\"", "'", "-", "--", "+", ",", ",,", ":", "=", "@", "#", ".", "/", "\\", " ", "\t", "\n", "\r\n", "\r",
            "7", "\u001b[2J", "\u202e", "\u2028", "\u200d", "\u00a0", "é", "e\u0301", "İ", "नि", "𐐨", "٣", "\\ud800", "\\u001b", "\\u0000", "null",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>One of the good inputs with one to four changes.</summary>
    public byte[] Next(Random random) => Changed(corpus[random.Next(corpus.Count)], random);

    /// <summary>This input with one to four changes.</summary>
    public byte[] Changed(byte[] input, Random random)
    {
        for (int changes = random.Next(1, 5); changes > 0; changes--) input = ChangedOnce(input, random);
        return input;
    }

    private byte[] ChangedOnce(byte[] input, Random random)
    {
        int at = random.Next(input.Length + 1), left = input.Length - at;
        int block = Math.Min(left, 1 << random.Next(8)); // most blocks are short
        switch (random.Next(10))
        {
            case 0:
                byte[] flipped = [.. input];
                if (left > 0) flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1: return Replaced(input, at, Math.Min(left, 1), Trouble());
            case 2: return Replaced(input, at, 0, Trouble());
            case 3: return Replaced(input, random.Next(input.Length + 1), 0, input.AsSpan(at, block));
            case 4: return Replaced(input, at, block, []);
            case 5: return input[..at];
            case 6: return Replaced(input, at, left, Tail(corpus[random.Next(corpus.Count)]));
            case 7: return Replaced(input, at, 0, Repeated(random.Next(2) == 0 ? Trouble() : input.AsSpan(at, block)));
            default: return WithExtremeNumber(input, at, random);
        }

        ReadOnlySpan<byte> Trouble() => Troubles[random.Next(Troubles.Length)];

        ReadOnlySpan<byte> Tail(byte[] other) => other.AsSpan(random.Next(other.Length + 1));

        byte[] Repeated(ReadOnlySpan<byte> block)
        {
            var many = new byte[block.Length * random.Next(2, 200)];
            for (int i = 0; i < many.Length; i += block.Length) block.CopyTo(many.AsSpan(i));
            return many;
        }
    }

    // Makes the next number after a place extreme.
    private static byte[] WithExtremeNumber(byte[] input, int at, Random random)
    {
        int start = input.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0) return input;
        start += at;
        int end = start + 1;
        while (end < input.Length && (char.IsAsciiDigit((char)input[end]) || input[end] == '.')) end++;
        return Replaced(input, start, end - start, Encoding.ASCII.GetBytes(ExtremeNumbers[random.Next(ExtremeNumbers.Length)]));
    }

    private static byte[] Replaced(ReadOnlySpan<byte> input, int start, int length, ReadOnlySpan<byte> by) =>
        [.. input[..start], .. by, .. input[(start + length)..]];
}
