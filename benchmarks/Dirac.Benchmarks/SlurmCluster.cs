using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>A private Slurm, either on this machine's loopback address or behind a gate in networks of its own, which a server can only reach by ssh.</summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private const string Partition = "main";

    private readonly string _directory;
    private readonly FarCluster? _far;
    private readonly string _conf;

    private SlurmCluster(string directory, FarCluster? far, string conf) => (_directory, _far, _conf) = (directory, far, conf);

    /// <summary>Starts one.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="slots">Its processors.</param>
    /// <param name="conf">More lines of its configuration, between semicolons.</param>
    /// <param name="isFar">Whether it is behind a gate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It cannot be started here; the message says what is missing.</exception>
    public static async Task<SlurmCluster> StartAsync(string directory, int slots, string conf, bool isFar, CancellationToken cancellationToken)
    {
        if (isFar)
        {
            var (far, whyNot) = await FarCluster.StartAsync(directory, slots, conf, cancellationToken);
            return far is null ? throw new InvalidOperationException(whyNot) : new SlurmCluster(directory, far, far.SlurmConf);
        }

        var (code, output) = await EngScript.RunAsync([], "slurm", ["start", directory, "--cpus", $"{slots}", "--conf", conf], cancellationToken);
        return code == 0 ? new SlurmCluster(directory, null, output) : throw new InvalidOperationException(output);
    }

    /// <summary>The options of a computing element that leads there.</summary>
    /// <param name="path">Its section.</param>
    /// <param name="area">The directory of ours there.</param>
    public IReadOnlyDictionary<string, string> ElementAt(string path, string area) => _far?.ElementAt(path, area, Partition) ?? new Dictionary<string, string>
    {
        [$"{path}/CEType"] = "Local", [$"{path}/BatchSystem"] = "SLURM", [$"{path}/SharedArea"] = area, [$"{path}/Queues/{Partition}/NumberOfProcessors"] = "1",
    };

    /// <summary>Prepares a server that reaches it.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="clock">The clock of the waits.</param>
    public InstalledServer PrepareServer(string directory, TimeProvider clock) =>
        _far?.PrepareServer(directory, clock) ?? new InstalledServer(directory, clock) { Environment = new Dictionary<string, string> { ["SLURM_CONF"] = _conf } };

    /// <summary>Lets this process call the server.</summary>
    /// <param name="server">The server.</param>
    /// <returns>What keeps that possible; null when nothing is needed.</returns>
    public Doorway? OpenDoorway(InstalledServer server) => _far?.OpenDoorway(server);

    /// <summary>Runs a command where Slurm's own commands work.</summary>
    /// <param name="command">A line for the shell.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What it printed.</returns>
    public async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        if (_far is not null) return await _far.AskGateAsync(command, cancellationToken);
        var (code, output) = await Command.RunAsync(["/bin/sh", "-c", command], new Dictionary<string, string> { ["SLURM_CONF"] = _conf }, cancellationToken);
        return code == 0 ? output : throw new InvalidOperationException($"{command} ended with {code}: {output}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_far is not null) await _far.DisposeAsync();
        else await EngScript.RunAsync([], "slurm", ["stop", _directory], CancellationToken.None);
    }
}
