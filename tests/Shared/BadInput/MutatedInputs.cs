using System.Diagnostics;
using System.Text;
using Makemore.Modules;

namespace Makemore.Tests;

/// <summary>
/// Holds a reader to what it promises about any input: it reads it or refuses it as documented, soon, in memory that the input's size
/// bounds, and its message is one short line that quotes little.
/// </summary>
internal static class MutatedInputs
{
    // The generator of an input is started from this and the input's number, so an input can be made again.
    private const int Seed = 20_240_610;

    private const int MostFaults = 20;
    private const long SmallestMemory = 1 << 20;

    // Milliseconds are enough, but not on a machine that has fifty other things to do.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Reads many mutated inputs.</summary>
    /// <param name="usual">How many, if MAKEMORE_CASES does not say it.</param>
    /// <param name="mutate">Makes an input.</param>
    /// <param name="read">
    /// Reads it. Returns null, or the message of the exception that is documented for input that is no good. Others are faults.
    /// </param>
    /// <param name="longestMessage">The most characters that a message may have.</param>
    /// <param name="memory">The most bytes that may be allocated for a byte of input, after a first megabyte.</param>
    public static void ForAll(
        int usual, Func<Random, byte[]> mutate, Func<byte[], string?> read, int longestMessage = 300, int memory = 64)
    {
        Dictionary<string, string> faults = []; // the first input of each kind
        int cases = RandomCases.Count(usual), refused = 0;
        double greediest = 0; // bytes allocated for a byte of input, besides what any input takes
        var watch = Stopwatch.StartNew();
        for (int number = RandomCases.First; number < cases && faults.Count < MostFaults; number++)
        {
            byte[] input = mutate(new Random(unchecked(Seed + (number * 7919))));
            TimeSpan began = watch.Elapsed;
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? fault, message = null;
            try
            {
                message = read(input);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                greediest = Math.Max(greediest, (double)(allocated - SmallestMemory) / input.Length);
                fault = allocated > SmallestMemory + ((long)memory * input.Length) ? "takes too much memory"
                    : watch.Elapsed - began > Longest ? "takes too long"
                    : message is null ? null
                    : FaultOf(message, Encoding.UTF8.GetString(input), longestMessage);
                if (fault is "takes too much memory") message += $" {allocated} bytes";
            }
            catch (Exception exception)
            {
                string[] lines = $"{exception}".Split('\n');
                fault = $"{exception.GetType().Name}{lines.FirstOrDefault(line => line.StartsWith("   at", StringComparison.Ordinal))}";
                message = exception.Message;
            }

            if (message is not null) refused++;
            if (fault is not null)
                faults.TryAdd(fault, $"input {number} of seed {Seed}, {input.Length} bytes, {fault}: \"{message}\"\n{Shown(input)}\n");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"inputs {RandomCases.First} to {cases}, {refused} refused, {greediest:0} bytes a byte, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(faults.Count == 0, string.Join('\n', faults.Values));

        // Mutations that are all refused, or never, would show nothing.
        if (RandomCases.First == 0) Assert.InRange(refused, cases / 50, cases - (cases / 50));
    }

    /// <summary>What is wrong with a message about an input; null if it is as it should be.</summary>
    public static string? FaultOf(string message, string input, int longest)
    {
        if (message.Length == 0) return "has an empty message";
        if (message.Length > longest) return $"has a message longer than {longest}";
        if (!message.EnumerateRunes().All(Quote.IsShown)) return "has a message with characters that are not shown";
        string[] characters = [.. message.EnumerateRunes().Select(character => character.ToString())];
        const int TooLong = Quote.Longest + 5; // our quotation marks, and the comma after them, may be in the input too
        for (int i = 0; i + TooLong <= characters.Length; i++)
        {
            string part = string.Concat(characters.AsSpan(i, TooLong));
            if (input.Contains(part, StringComparison.Ordinal)) return "is quoted at length";
        }

        return null;
    }

    private static string Shown(byte[] input) => Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 20_000)));
}
