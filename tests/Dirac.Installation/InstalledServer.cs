using System.Collections.Concurrent;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Configuration;
using Dirac.Security.Local;

namespace Dirac.Installation;

/// <summary>A server process with a data directory and an address of its own, which stay the same however often it is killed and started again.</summary>
/// <remarks>Not thread-safe, but its connections are. Disposing it kills the server.</remarks>
public sealed class InstalledServer : IAsyncDisposable
{
    private const string AdminGroup = "local_admin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    // A first start writes the same for the same arguments, so it is seen once.
    private static readonly ConcurrentDictionary<string, string> UsualConfigurations = new(StringComparer.Ordinal);

    private readonly TimeProvider _clock;
    private readonly int _port = FreePort();
    private RunningProgram? _program;
    private ApiConnection? _user;
    private ApiConnection? _admin;

    /// <summary>Prepares a server; nothing happens yet.</summary>
    /// <param name="directory">Its data directory; made by the server if missing.</param>
    /// <param name="clock">The clock of the waits.</param>
    public InstalledServer(string directory, TimeProvider clock)
    {
        Directory = directory;
        _clock = clock;
    }

    /// <summary>The data directory.</summary>
    public string Directory { get; }

    /// <summary>More arguments of the server, for example its configuration.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Words before its command line, of a program that becomes the server; none when nothing stands before it.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"https://127.0.0.1:{_port}");

    /// <summary>Its output, over all its lives.</summary>
    public string LogFile => Directory + ".server.log";

    /// <summary>PEM file with the authority of its certificate.</summary>
    public string CaFile => Path.Combine(Directory, "ca.pem");

    /// <summary>The process that runs now.</summary>
    public RunningProgram Program => _program ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>A connection as the user who started it.</summary>
    public ApiConnection User => _user ??= Connect(null);

    /// <summary>A connection as the same user in the administrators' group.</summary>
    public ApiConnection Admin => _admin ??= Connect(AdminGroup);

    /// <summary>Starts a process and waits until it is ready.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It ended at once, or is not ready within a minute.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] words = [.. Before, Programs.Server, "--data", Directory, "--urls", Url.ToString().TrimEnd('/'), .. Arguments];
        _program = RunningProgram.Start(words[0], words[1..], LogFile, environment: Environment);
        var started = _clock.GetTimestamp();
        // The file of a process that was killed may still be there; the process number tells it apart.
        while (ServerReady.TryRead(Directory)?.Pid != _program.Pid)
        {
            if (_program.HasExited || _clock.GetElapsedTime(started) > Patience) throw new InvalidOperationException($"The server did not become ready; its last words: {LastWords()}");
            await Task.Delay(Glance, _clock, cancellationToken);
        }
    }

    /// <summary>Starts a process with options in its configuration.</summary>
    /// <param name="options">Paths and values.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task StartWithAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken) =>
        StartWithAsync(usual => Cfg.Write(options.Aggregate(Cfg.Parse(usual), (root, option) => root.With(option.Key, option.Value))), cancellationToken);

    /// <summary>Starts a process with a configuration of its own.</summary>
    /// <param name="change">Makes it of the one that a first start writes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StartWithAsync(Func<string, string> change, CancellationToken cancellationToken)
    {
        var (file, arguments) = (Path.Combine(Directory, "dirac.cfg"), string.Join(' ', Arguments));
        if (!UsualConfigurations.TryGetValue(arguments, out var usual))
        {
            await StartAsync(cancellationToken);
            await StopAsync(cancellationToken);
            usual = UsualConfigurations[arguments] = await File.ReadAllTextAsync(file, cancellationToken);
        }

        DataDirectory.Ensure(Directory);
        await File.WriteAllTextAsync(file, change(usual), cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <summary>Kills the process with SIGKILL.</summary>
    public Task KillAsync() => Program.KillAsync();

    /// <summary>Asks the process to end and waits for it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        Program.Terminate();
        return await Program.WaitAsync(cancellationToken);
    }

    /// <summary>Gets a secret with which pilots may log in.</summary>
    /// <param name="site">Their site.</param>
    /// <param name="uses">How many pilots may use it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> CreatePilotSecretAsync(string site, int uses, CancellationToken cancellationToken) =>
        (await new PilotClient(Admin).CreateSecretAsync(new PilotSecretRequest("local", site, uses, 3600), cancellationToken)).Secret;

    /// <summary>Opens a connection as the user who started the server; the caller disposes it.</summary>
    /// <param name="group">DIRAC group; null means the default.</param>
    public ApiConnection Connect(string? group) =>
        LocalLogin.Connect(new ApiConnectionOptions { Url = Url, CaFile = CaFile }, LocalIdentity.Read(Directory), group, _clock);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _user?.Dispose();
        _admin?.Dispose();
        if (_program is not null) await _program.DisposeAsync();
    }

    private string LastWords() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(10)) : "none";

    /// <summary>A port that nobody listens on, below those that the system gives to connections: none of them takes it while the server is down.</summary>
    public static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        int port;
        do port = RandomNumberGenerator.GetInt32(20_000, 32_000);
        while (taken.Contains(port));
        return port;
    }
}
