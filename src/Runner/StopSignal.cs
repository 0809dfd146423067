using System.Runtime.InteropServices;

namespace Makemore.Runner;

/// <summary>
/// Turns the first Ctrl-C, or another polite request to end, into a request to stop at the next step. The second ends the program at once,
/// as usual.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    // The signals' numbers in POSIX.
    private static readonly (PosixSignal Signal, int Number)[] Signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int number; // of the signal that came

    public StopSignal() => registrations = [.. Signals.Select(one => PosixSignalRegistration.Create(one.Signal, Stop))];

    public CancellationToken Token => source.Token;

    /// <summary>The exit code of a program that a signal ended, as shells give it: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP.</summary>
    public int ExitCode => 128 + number;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (source.IsCancellationRequested) return;
        context.Cancel = true;
        number = Signals.First(one => one.Signal == context.Signal).Number;
        source.Cancel();
    }
}
