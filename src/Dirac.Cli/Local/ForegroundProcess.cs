using System.Diagnostics;
using Dirac.Cli.Shell;
using Dirac.Model.Errors;

namespace Dirac.Cli.Local;

/// <summary>A program that works for this one while a person waits: its output is ours, and so is its exit code.</summary>
internal static class ForegroundProcess
{
    /// <summary>Runs a program to its end. When this one is to end, it is asked to, and waited for.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments; secrets must not be among them.</param>
    /// <param name="input">What it reads from standard input; null: nothing.</param>
    /// <param name="host">Where its output goes.</param>
    /// <param name="cancellationToken">Has it asked to end.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments, string? input, CliHost host, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new DiracException(ErrorCode.Unavailable, $"{program} could not be started.");
        await using var stop = cancellationToken.Register(() => _ = LocalProcess.SendSignal(process.Id, LocalProcess.SigTerm));
        var output = Task.WhenAll(CopyAsync(process.StandardOutput, host.Output), CopyAsync(process.StandardError, host.Error));
        await WriteAsync(process, input);
        await process.WaitForExitAsync(CancellationToken.None);
        await output;
        return process.ExitCode;
    }

    private static async Task WriteAsync(Process process, string? input)
    {
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.HasExited || input is not null)
        {
            // It has ended without reading: what it says and its exit code tell why.
            return;
        }
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line) await to.WriteLineAsync(line);
    }
}
