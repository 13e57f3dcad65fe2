using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dirac.Installation;

/// <summary>A program started as a process of its own, with its output appended to a file.</summary>
/// <remarks>Not thread-safe. The program is killed when this is disposed.</remarks>
public sealed partial class RunningProgram : IAsyncDisposable
{
    private const int SigTerm = 15;

    // The shell turns into the program, so the process number is the program's and no pipe has to be emptied.
    private const string IntoLog = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1";

    private readonly Process _process;

    private RunningProgram(Process process) => _process = process;

    /// <summary>Its process number.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="firstLine">A line for its standard input, or null.</param>
    /// <param name="environment">Variables added to this process's own.</param>
    public static RunningProgram Start(
        string program, IReadOnlyList<string> arguments, string logFile, string? firstLine = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", IntoLog, "sh", logFile, program, .. arguments]) { RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        if (firstLine is not null) process.StandardInput.WriteLine(firstLine);
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>Asks it to end (SIGTERM).</summary>
    public void Terminate() => _ = Kill(_process.Id, SigTerm);

    /// <summary>Waits until it has ended.</summary>
    /// <param name="cancellationToken">Ends the wait, not the program.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Kills it (SIGKILL) and only it, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
