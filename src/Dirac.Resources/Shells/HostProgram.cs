using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Dirac.Resources.Computing;

namespace Dirac.Resources.Shells;

/// <summary>Runs programs of this machine, with limits on time and on what is kept of their output.</summary>
internal sealed class HostProgram(TimeProvider clock)
{
    private const int MostCharacters = 16 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="feedAsync">Writes its standard input, which is closed afterwards.</param>
    /// <param name="limit">After so long it is killed.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="ComputingElementException">TryAgain: it took too long or printed too much. QueueBroken: there is no such program.</exception>
    public async Task<ShellReply> RunAsync(IReadOnlyList<string> command, Func<Stream, CancellationToken, Task> feedAsync, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = Start(command);
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var output = ReadAsync(process.StandardOutput, either.Token);
            var error = ReadAsync(process.StandardError, either.Token);
            var end = EndAsync(process, feedAsync, either.Token);
            // One that prints without end is killed at once, not when its time is over.
            await foreach (var part in Task.WhenEach(output, error, end).ConfigureAwait(false)) await part.ConfigureAwait(false);
            return new ShellReply(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ComputingElementException(CETrouble.TryAgain, $"{command[0]} did not end within {limit.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = Utf8, StandardOutputEncoding = Utf8, StandardErrorEncoding = Utf8,
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new ComputingElementException(CETrouble.QueueBroken, $"{command[0]} cannot be started: {error.Message}", $"Install it: {command[0]}.", error);
        }
    }

    private static async Task EndAsync(Process process, Func<Stream, CancellationToken, Task> feedAsync, CancellationToken cancellationToken)
    {
        await FeedAsync(process, feedAsync, cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task FeedAsync(Process process, Func<Stream, CancellationToken, Task> feedAsync, CancellationToken cancellationToken)
    {
        try
        {
            await feedAsync(process.StandardInput.BaseStream, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code and what it printed tell why.
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string> ReadAsync(StreamReader from, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (text.Length + count > MostCharacters) throw new ComputingElementException(CETrouble.TryAgain, $"A host sent more than {MostCharacters >> 20} MiB in one answer.");
            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }
}
