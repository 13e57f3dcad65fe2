namespace Dirac.Installation;

/// <summary>A Slurm of Debian's packages behind a gate with sshd, in networks of their own, and an office for a server that can call the gate and cannot be called.</summary>
/// <remarks>Not thread-safe. slurmctld is on the gate, slurmd on the node, which sees nothing but the gate and its files. Everything is ended when it is disposed.</remarks>
public sealed class FarCluster : IAsyncDisposable
{
    private const string Sshd = "sshd";
    private const string Slurm = "slurm";

    private readonly string _directory;

    private FarCluster(string directory, FarNetworks networks) => (_directory, Networks) = (directory, networks);

    /// <summary>The networks.</summary>
    public FarNetworks Networks { get; }

    /// <summary>Path of the cluster's configuration, for commands run on the gate.</summary>
    public string SlurmConf => Path.Combine(_directory, Slurm, "slurm.conf");

    /// <summary>A directory that is first in the search path of who logs in to the gate.</summary>
    public string Programs => Path.Combine(_directory, "bin");

    /// <summary>Path of an ssh configuration in which the gate is called "gate".</summary>
    public string SshConfig => Path.Combine(_directory, Sshd, "ssh_config");

    /// <summary>Starts everything.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="slots">Processors that the node says it has.</param>
    /// <param name="conf">More lines of the cluster's configuration, between semicolons.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The cluster, or why there can be none on this machine.</returns>
    public static async Task<(FarCluster? Cluster, string WhyNot)> StartAsync(string directory, int slots, string conf, CancellationToken cancellationToken)
    {
        var (networks, whyNot) = await FarNetworks.StartAsync(Path.Combine(directory, "netns"), cancellationToken);
        if (networks is null) return (null, whyNot);
        var cluster = new FarCluster(directory, networks);
        Directory.CreateDirectory(cluster.Programs);
        string[] sshd = ["--address", FarNetworks.GateAddress, $"SetEnv SLURM_CONF={cluster.SlurmConf} PATH={cluster.Programs}:{Environment.GetEnvironmentVariable("PATH")}", "MaxStartups 100"];
        string[] slurm =
        [
            "--cpus", $"{slots}", "--conf", conf, "--address", FarNetworks.InnerGateAddress, "--node", $"{networks.NameOf(FarNetworks.Node)}={FarNetworks.NodeAddress}",
        ];
        if (await cluster.StartAsync(Sshd, sshd, cancellationToken) is { } noSshd) return (null, noSshd);
        return await cluster.StartAsync(Slurm, slurm, cancellationToken) is { } noSlurm ? (null, noSlurm) : (cluster, "");
    }

    /// <summary>The options of a computing element that leads there.</summary>
    /// <param name="path">Its section.</param>
    /// <param name="area">The directory of ours there.</param>
    /// <param name="partition">Its queue.</param>
    /// <param name="sshOptions">More options of ssh.</param>
    public IReadOnlyDictionary<string, string> ElementAt(string path, string area, string partition, string sshOptions = "") => new Dictionary<string, string>
    {
        [$"{path}/CEType"] = "SSH", [$"{path}/BatchSystem"] = "SLURM", [$"{path}/SSHHost"] = "gate", [$"{path}/SSHOptions"] = $"-F {SshConfig} {sshOptions}",
        [$"{path}/SharedArea"] = area, [$"{path}/GateAddress"] = FarNetworks.InnerGateAddress, [$"{path}/Queues/{partition}/NumberOfProcessors"] = "1",
    };

    /// <summary>Prepares a server in the office.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="clock">The clock of the waits.</param>
    public InstalledServer PrepareServer(string directory, TimeProvider clock) => new(directory, clock) { Before = Networks.In(FarNetworks.Office) };

    /// <summary>Lets this process call a server in the office by its address.</summary>
    /// <param name="server">The server.</param>
    public Doorway OpenDoorway(InstalledServer server) => new(server.Url.Port, () => Networks.OpenSocketAsync(FarNetworks.Office));

    /// <summary>Runs a command on the gate.</summary>
    /// <param name="command">A line for its shell.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> AskGateAsync(string command, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string> { ["SLURM_CONF"] = SlurmConf };
        var (code, output) = await Command.RunAsync([.. Networks.In(FarNetworks.Gate), "sh", "-c", command], variables, cancellationToken);
        return code == 0 ? output : throw new InvalidOperationException($"{command} ended with {code}: {output}");
    }

    /// <summary>Ends the gate's side of all ssh connections; its sshd goes on.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task HangUpAsync(CancellationToken cancellationToken) => AskGateAsync($"pkill -TERM -P $(cat '{Path.Combine(_directory, Sshd, "pid")}')", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in (string[])[Slurm, Sshd]) await RunAsync(service, ["stop", Path.Combine(_directory, service)], CancellationToken.None);
        await Networks.StopAsync();
    }

    // Null when it runs.
    private async Task<string?> StartAsync(string service, IReadOnlyList<string> more, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(service, ["start", Path.Combine(_directory, service), .. more], cancellationToken);
        if (code == 0) return null;
        await DisposeAsync();
        return code == EngScript.NotHere ? output : throw new InvalidOperationException($"{service} did not start: {output}");
    }

    private Task<(int Code, string LastLine)> RunAsync(string service, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        EngScript.RunAsync(Networks.In(FarNetworks.Gate), service, arguments, cancellationToken);
}
