using System.Diagnostics;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Ssh;

/// <summary>The one multiplexed connection to a host, kept by the system's OpenSSH. Thread-safe.</summary>
/// <remarks>
/// A connection that somebody has opened with the same control socket is used: that is how people log in with passwords and codes. Otherwise one is opened
/// without asking anybody anything. After a failure nothing is tried for a while, each time longer, and when a login is needed not before there is one.
/// </remarks>
internal sealed class SshConnection : IShell, IAsyncDisposable
{
    // The account's login shell may be csh or fish; this line means the same to all of them. A POSIX shell reads no further than the line's end.
    private const string OneLine = """sh -c 'IFS= read -r line && eval "$line"'""";
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoginRetry = TimeSpan.FromMinutes(30);
    private readonly SshTarget _target;
    private readonly string _login;
    private readonly SshSettings _settings;
    private readonly HostProgram _programs;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private Process? _master;
    private ComputingElementException? _refusal;
    private long _refusedAt;
    private int _failures;

    public SshConnection(SshTarget target, string socket, string login, SshSettings settings, TimeProvider clock)
    {
        (_target, Socket, _login, _settings, _clock) = (target, socket, login, settings, clock);
        _programs = new HostProgram(clock);
    }

    /// <summary>Its control socket.</summary>
    public string Socket { get; }

    public async Task<ShellReply> RunAsync(string script, CancellationToken cancellationToken)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(script);
        return await CallAsync("sh -s", async (input, token) => await input.WriteAsync(bytes, token).ConfigureAwait(false), _settings.CallLimit, cancellationToken).ConfigureAwait(false);
    }

    public Task<ShellReply> FeedAsync(string command, string file, CancellationToken cancellationToken) =>
        CallAsync(OneLine, (input, token) => FeedAsync(command, file, input, token), _settings.CopyLimit, cancellationToken);

    private static async Task FeedAsync(string command, string file, Stream input, CancellationToken cancellationToken)
    {
        await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(command + "\n"), cancellationToken).ConfigureAwait(false);
        await LocalShell.CopyAsync(file, input, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the connection unless it is open, and tells when that was: another moment is another connection.</summary>
    /// <exception cref="ComputingElementException">The host cannot be reached.</exception>
    public async Task<DateTime> OpenedAtAsync(CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        return File.GetLastWriteTimeUtc(Socket);
    }

    /// <summary>Has the host listen on a socket and passes what comes there on to a port of this machine.</summary>
    /// <param name="remoteSocket">Path of the socket on the host; nothing may be there.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComputingElementException">The host cannot be reached or allows no forwards.</exception>
    public async Task ForwardAsync(string remoteSocket, int port, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        var reply = await ControlAsync("forward", ["-R", $"{remoteSocket}:127.0.0.1:{port}"], cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode != 0)
        {
            throw new ComputingElementException(
                CETrouble.QueueBroken, $"{_target} lets no connection come back through ours: {reply.Error.Trim()}",
                "Its sshd must allow it (AllowStreamLocalForwarding, AllowTcpForwarding), or the server needs an address that its nodes can reach.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_master is { HasExited: false } master)
        {
            await ControlAsync("exit", [], CancellationToken.None).ConfigureAwait(false);
            if (!master.WaitForExit(1_000)) master.Kill();
        }

        _master?.Dispose();
        _opening.Dispose();
    }

    private async Task<ShellReply> CallAsync(string command, Func<Stream, CancellationToken, Task> feedAsync, TimeSpan limit, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken).ConfigureAwait(false);
        string[] words = [_settings.Program, "-o", "ControlMaster=no", "-o", "ControlPath=" + Socket, "-o", "BatchMode=yes", .. SshSettings.OnlyOurs, .. _target.Words(), command];
        var reply = await _programs.RunAsync(words, feedAsync, limit, cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode != 255) return reply;
        // A connection that broke is opened anew without a pause, however many calls it took along; only what it meets then counts.
        var trouble = SshTroubles.Explain(_target, _login, reply.Error);
        throw trouble.Trouble == CETrouble.LoginNeeded ? Refuse(trouble) : trouble;
    }

    private async Task EnsureOpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await IsOpenAsync(cancellationToken).ConfigureAwait(false))
            {
                _refusal = null;
                _failures = 0;
                return;
            }

            if (_refusal is { } refusal && _clock.GetElapsedTime(_refusedAt) < Pause(refusal)) throw refusal;
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<bool> IsOpenAsync(CancellationToken cancellationToken) =>
        File.Exists(Socket) && (await ControlAsync("check", [], cancellationToken).ConfigureAwait(false)).ExitCode == 0;

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _master?.Dispose();
        var start = new ProcessStartInfo(_settings.Program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in MasterWords()) start.ArgumentList.Add(word);
        var master = _master = Process.Start(start)!;
        master.StandardInput.Close();
        var error = master.StandardError.ReadToEndAsync(CancellationToken.None);
        using var late = new CancellationTokenSource(_settings.ConnectLimit, _clock);
        while (!await IsOpenAsync(cancellationToken).ConfigureAwait(false))
        {
            if (master.HasExited) throw Refuse(SshTroubles.Explain(_target, _login, await error.WaitAsync(CheckLimit, _clock, cancellationToken).ConfigureAwait(false)));
            if (late.IsCancellationRequested)
            {
                master.Kill();
                throw Refuse(new ComputingElementException(CETrouble.TryAgain, $"{_target} did not let us in within {_settings.ConnectLimit.TotalSeconds:0} s."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), _clock, cancellationToken).ConfigureAwait(false);
        }

        _failures = 0;
    }

    private IEnumerable<string> MasterWords() =>
    [
        "-M", "-N", .. SshSettings.OnlyOurs, "-o", "ControlPath=" + Socket, "-o", "ControlPersist=no", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
        "-o", $"ConnectTimeout={_settings.ConnectLimit.TotalSeconds:0}", "-o", "ExitOnForwardFailure=no",
        // OpenSSH takes what it is told first, so a site's own options may be more or less patient.
        .. _target.Words("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3"),
    ];

    private Task<ShellReply> ControlAsync(string verb, IReadOnlyList<string> more, CancellationToken cancellationToken) => _programs.RunAsync(
        [_settings.Program, "-S", Socket, "-O", verb, .. more, .. _target.Words()], (_, _) => Task.CompletedTask, CheckLimit, cancellationToken);

    private ComputingElementException Refuse(ComputingElementException refusal)
    {
        _refusal = refusal;
        _refusedAt = _clock.GetTimestamp();
        _failures++;
        return refusal;
    }

    private TimeSpan Pause(ComputingElementException refusal) => refusal.Trouble == CETrouble.LoginNeeded
        ? LoginRetry
        : TimeSpan.FromSeconds(Math.Min(_settings.LongestPause.TotalSeconds, 5 * Math.Pow(2, Math.Min(_failures, 10) - 1)));
}
