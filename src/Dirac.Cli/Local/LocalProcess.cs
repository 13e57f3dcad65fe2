using System.Diagnostics;
using System.Runtime.InteropServices;
using Dirac.Model.Errors;

namespace Dirac.Cli.Local;

/// <summary>A program started by this one, with its output in a file.</summary>
/// <remarks>It has a session of its own, so that Ctrl-C in the terminal reaches only this program, which stops the others in order.</remarks>
internal sealed partial class LocalProcess : IAsyncDisposable
{
    internal const int SigTerm = 15;
    private static readonly string[] SetSid = ["/usr/bin/setsid", "/bin/setsid"];
    private readonly Process _process;
    private readonly Task _copying;

    private LocalProcess(Process process, Task copying, string logFile)
    {
        _process = process;
        _copying = copying;
        LogFile = logFile;
    }

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; }

    /// <summary>Its process number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments; secrets must not be among them.</param>
    /// <param name="firstLine">A line for its standard input, or null.</param>
    /// <param name="logFile">Where to append its output.</param>
    public static LocalProcess Start(string program, IEnumerable<string> arguments, string? firstLine, string logFile)
    {
        var session = SetSid.FirstOrDefault(File.Exists);
        var start = new ProcessStartInfo(session ?? program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (session is not null) start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        var process = Process.Start(start) ?? throw new DiracException(ErrorCode.Unavailable, $"{program} could not be started.");
        if (firstLine is not null) process.StandardInput.WriteLine(firstLine);
        process.StandardInput.Close();
        return new LocalProcess(process, CopyAsync(process, logFile), logFile);
    }

    /// <summary>Waits until it has ended.</summary>
    /// <param name="cancellationToken">Ends the wait, not the program.</param>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks it to end, and makes it end when it takes too long.</summary>
    /// <param name="grace">How long it may take.</param>
    /// <param name="clock">Measures the grace.</param>
    public async Task StopAsync(TimeSpan grace, TimeProvider clock)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, SigTerm);
            using var late = new CancellationTokenSource(grace, clock);
            try
            {
                await _process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await _copying;
    }

    /// <summary>The last lines of its output, for an error message.</summary>
    /// <param name="count">How many.</param>
    public async Task<string> LastLinesAsync(int count)
    {
        await _copying;
        var lines = await File.ReadAllLinesAsync(LogFile);
        return string.Join(Environment.NewLine, lines.TakeLast(count));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _copying;
        _process.Dispose();
    }

    private static async Task CopyAsync(Process process, string logFile)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var log = new FileStream(logFile, options);
        using var oneAtATime = new SemaphoreSlim(1);
        await Task.WhenAll(CopyLinesAsync(process.StandardOutput, log, oneAtATime), CopyLinesAsync(process.StandardError, log, oneAtATime));
    }

    private static async Task CopyLinesAsync(StreamReader from, FileStream log, SemaphoreSlim oneAtATime)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            await oneAtATime.WaitAsync();
            await log.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            await log.FlushAsync();
            oneAtATime.Release();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int SendSignal(int process, int signal);
}
