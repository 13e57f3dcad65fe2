using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.ByHand;

/// <summary>
/// Runs handlers in processes of their own, whose memory the kernel and the runtime limit: whoever wants more fails alone. Safe for concurrent use.
/// </summary>
internal sealed partial class LimitedProcesses(IEnumerable<HandlerProgram> programs, TimeProvider time, ILogger<LimitedProcesses> logger)
{
    // What the runtime needs beside the objects of a handler: code, stacks of threads, native libraries.
    private const long RuntimeBytes = 512L << 20;
    private const int SigTerm = 15;
    private const int LinesKept = 5;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs one handler call.</summary>
    /// <returns>What the handler made of it; a failure when its process told nothing.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, and its process is gone.</exception>
    /// <exception cref="LeaseLostException">The task was lost.</exception>
    public async Task<TaskOutcome> RunAsync(TaskDefinition definition, ClaimedTask task, CancellationToken cancellationToken)
    {
        var program = programs.FirstOrDefault()
            ?? throw new InvalidOperationException($"{definition.Name} has a MemoryLimit, and this program cannot start processes that run handlers.");
        using var process = Process.Start(Start(program, definition.MemoryLimit!.Value, task)) ?? throw new InvalidOperationException($"{program.Path} could not be started.");
        var words = KeepLastAsync(process.StandardError, definition.Name);
        var told = LastLineAsync(process.StandardOutput);
        await WriteAsync(process, task.Row.Body);
        await WaitAsync(process, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return OutcomeLine.Read(await told) ?? new TaskOutcome.Failed(Explain(definition, process.ExitCode, await words));
    }

    private static ProcessStartInfo Start(HandlerProgram program, long limit, ClaimedTask task)
    {
        var data = ((limit + RuntimeBytes) / 1024).ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["-c", "ulimit -d \"$0\" && exec \"$@\"", data, program.Path, .. program.Arguments, .. HeldCall.Of(task).ToArguments()];
        var start = new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{limit:X}";
        start.Environment["DOTNET_gcServer"] = "0";
        return start;
    }

    private async Task WaitAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = Kill(process.Id, SigTerm);
            using var late = new CancellationTokenSource(Grace, time);
            await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string Explain(TaskDefinition definition, int code, string words) => string.Create(
        CultureInfo.InvariantCulture,
        $"Its process ended with code {code} before the handler did; most likely it needed more than the {definition.MemoryLimit >> 20} MiB of its MemoryLimit. {words}").TrimEnd();

    private static async Task WriteAsync(Process process, string body)
    {
        try
        {
            await process.StandardInput.WriteAsync(body);
            process.StandardInput.Close();
        }
        catch (IOException) when (body.Length > 0)
        {
            // It ended without reading; its exit code tells more than the broken pipe.
            return;
        }
    }

    private static async Task<string?> LastLineAsync(StreamReader output)
    {
        var last = default(string);
        while (await output.ReadLineAsync() is { } line)
            last = line;
        return last;
    }

    private async Task<string> KeepLastAsync(StreamReader error, string task)
    {
        var lines = new Queue<string>();
        while (await error.ReadLineAsync() is { } line)
        {
            LogLine(task, line);
            lines.Enqueue(line);
            if (lines.Count > LinesKept)
                lines.Dequeue();
        }
        return string.Join('\n', lines);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LoggerMessage(4181, LogLevel.Debug, "A process of {Task}: {Line}")]
    private partial void LogLine(string task, string line);
}
