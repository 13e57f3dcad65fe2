using System.Security.Cryptography;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Ssh;

/// <summary>The way from a host back to this machine: a socket there, for the same user only, whose traffic comes through the connection that we opened. Thread-safe.</summary>
/// <remarks>
/// A forward ends with its connection and leaves its socket behind, which sshd does not replace. So each forward has a socket of its own, and a link with a name
/// that stays leads to the newest: pilots that were started long ago find it.
/// </remarks>
internal sealed class WayBack(SshConnection connection, string area, string name) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (DateTime Connection, int Port, string Socket)? _open;

    /// <summary>Opens it, or finds it open.</summary>
    /// <returns>Path of the link on the host.</returns>
    public async Task<string> OpenAsync(int port, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var opened = await connection.OpenedAtAsync(cancellationToken).ConfigureAwait(false);
            if (_open is { } open && open.Connection == opened && open.Port == port) return open.Socket;
            var link = await PrepareAsync(cancellationToken).ConfigureAwait(false);
            var socket = $"{link}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
            await connection.ForwardAsync(socket, port, cancellationToken).ConfigureAwait(false);
            await LinkAsync(link, socket, cancellationToken).ConfigureAwait(false);
            _open = (opened, port, link);
            return link;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        var home = area.StartsWith('~') ? "\"$HOME\"" + ShellText.Quote(area[1..]) : ShellText.Quote(area);
        var reply = await connection.RunAsync($"umask 077; mkdir -p {home}/gate && cd {home}/gate && echo && echo \"way-back $(pwd -P)\"\n", cancellationToken).ConfigureAwait(false);
        var line = reply.Output.Split('\n').LastOrDefault(line => line.StartsWith("way-back /", StringComparison.Ordinal))
            ?? throw new ComputingElementException(CETrouble.QueueBroken, $"{area}/gate cannot be made on the host: {reply.Error.Trim()}");
        return $"{line["way-back ".Length..]}/{name}";
    }

    private async Task LinkAsync(string link, string socket, CancellationToken cancellationToken)
    {
        var (quoted, target) = (ShellText.Quote(link), ShellText.Quote(socket));
        var reply = await connection.RunAsync(
            $"[ -S {target} ] && ln -s {target} {target}.link && mv -f {target}.link {quoted} || exit 1\nfor old in {quoted}.*; do [ \"$old\" = {target} ] || rm -f \"$old\"; done\n",
            cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode != 0) throw new ComputingElementException(CETrouble.TryAgain, $"The host does not listen at {socket}: {reply.Error.Trim()}");
    }
}
