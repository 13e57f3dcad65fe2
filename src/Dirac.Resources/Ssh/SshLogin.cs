using System.Diagnostics;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Ssh;

/// <summary>Opens a host's shared connection for a person: OpenSSH itself shows an unknown host key's fingerprint, and asks for passwords and codes.</summary>
public static class SshLogin
{
    /// <summary>Opens the connection unless it is open. It stays open after this process has ended.</summary>
    /// <param name="target">The host.</param>
    /// <param name="sockets">Where control sockets are; the server's.</param>
    /// <param name="settings">How OpenSSH is used.</param>
    /// <param name="mayAsk">Whether a person is at the terminal; otherwise nothing is asked.</param>
    /// <param name="clock">Measures limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it had to be opened.</returns>
    /// <exception cref="ComputingElementException">It does not open; with the reason where OpenSSH did not tell the person itself.</exception>
    public static async Task<bool> OpenAsync(SshTarget target, SshSockets sockets, SshSettings settings, bool mayAsk, TimeProvider clock, CancellationToken cancellationToken)
    {
        var socket = sockets.Of(target);
        var check = await new HostProgram(clock).RunAsync(
            [settings.Program, "-S", socket, "-O", "check", .. target.Words()], (_, _) => Task.CompletedTask, settings.ConnectLimit, cancellationToken).ConfigureAwait(false);
        if (check.ExitCode == 0) return false;
        string[] words = ["-M", "-N", "-f", .. SshSettings.OnlyOurs, "-o", "ControlPath=" + socket, "-o", "ControlPersist=yes", .. target.Words("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3")];
        if (mayAsk)
        {
            using var ssh = Process.Start(new ProcessStartInfo(settings.Program, words))!;
            await ssh.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return ssh.ExitCode == 0 ? true : throw new ComputingElementException(CETrouble.LoginNeeded, $"{target} did not let you in.", $"Try it by hand: ssh {string.Join(' ', target.Words())}");
        }

        // In the background it would hold our pipes open, so what it prints goes to a file. Only when it is talkative does it tell an unknown host key's fingerprint.
        var log = socket + ".log";
        var command = $"exec {ShellText.Quote(settings.Program)} -v -o BatchMode=yes -o StrictHostKeyChecking=yes {string.Join(' ', words.Select(ShellText.Quote))} </dev/null >{ShellText.Quote(log)} 2>&1";
        var reply = await new HostProgram(clock).RunAsync(["/bin/sh", "-c", command], (_, _) => Task.CompletedTask, settings.ConnectLimit, cancellationToken).ConfigureAwait(false);
        var said = await File.ReadAllTextAsync(log, cancellationToken).ConfigureAwait(false);
        File.Delete(log);
        return reply.ExitCode == 0 ? true : throw SshTroubles.Explain(target, $"ssh {string.Join(' ', target.Words())}", said);
    }
}
