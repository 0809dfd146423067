using System.Text;

namespace Makemore.Runner.Tests;

/// <summary>
/// Runs commands in the process of the tests, one at a time: they share its current folder. Each has standard output and error to itself,
/// because what is written goes where the flow of execution that writes it says.
/// </summary>
internal static class InThisProcess
{
    private static readonly Lock OneAtATime = new();
    private static readonly Switch Output = new(Console.Out), Error = new(Console.Error);

    static InThisProcess()
    {
        Console.SetOut(Output);
        Console.SetError(Error);
    }

    public static Outcome Run(string folder, params string[] arguments) => Run(folder, () => CommandLine.Run(arguments));

    public static Outcome Run(string folder, Func<int> command)
    {
        lock (OneAtATime)
        {
            string before = Environment.CurrentDirectory;
            using StringWriter output = new(), error = new();
            try
            {
                (Output.Now, Error.Now, Environment.CurrentDirectory) = (output, error, folder);
                return new Outcome(command(), output.ToString(), error.ToString());
            }
            finally
            {
                (Output.Now, Error.Now, Environment.CurrentDirectory) = (null, null, before);
            }
        }
    }

    private sealed class Switch(TextWriter usual) : TextWriter
    {
        private readonly AsyncLocal<TextWriter?> now = new();

        public TextWriter? Now
        {
            set => now.Value = value;
        }

        public override Encoding Encoding => usual.Encoding;

        public override void Write(char value) => (now.Value ?? usual).Write(value);

        public override void Write(string? value) => (now.Value ?? usual).Write(value);

        public override void Write(char[] buffer, int index, int count) => (now.Value ?? usual).Write(buffer, index, count);

        public override void Flush() => (now.Value ?? usual).Flush();
    }
}
