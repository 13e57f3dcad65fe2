using System.Diagnostics;

namespace Dirac.TaskProcess;

/// <summary>A task process that runs beside a test. Not thread-safe; killed when disposed.</summary>
public sealed class RunningTaskProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RunningTaskProcess(Process process) => _process = process;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts one and waits until it runs tasks.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="cancellationToken">Ends the wait; the process is killed then.</param>
    /// <returns>The process.</returns>
    /// <exception cref="InvalidOperationException">It ended instead; what it said stands on this process's standard error.</exception>
    public static async Task<RunningTaskProcess> StartAsync(ProcessSettings settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(RunningTaskProcess).Assembly.GetName().Name!), settings.ToArguments())
        {
            // It stops when this end of the pipe closes, so none outlives the test.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var running = new RunningTaskProcess(Process.Start(start) ?? throw new InvalidOperationException("No process was started."));
        try
        {
            return await running._process.StandardOutput.ReadLineAsync(cancellationToken) == Program.ReadyLine
                ? running
                : throw new InvalidOperationException("The task process ended before it was ready.");
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it (SIGKILL) and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Lets it stop in good order.</summary>
    /// <param name="cancellationToken">Ends the wait, not the process.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
