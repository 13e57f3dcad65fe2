using Dirac.Configuration.Master;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Slaves;

/// <summary>Keeps the list of configuration servers in the tree: who publishes itself and answers is in it, who has gone silent is not.</summary>
/// <remarks>Servers that never published themselves to this process were put in the list by people, or by the master before it; they stay.</remarks>
internal sealed partial class MasterSlaves(
    MasterConfiguration master, KnownSlaves known, IConfigurationPeers peers, IConfigurationSnapshots snapshots, TimeProvider clock, ILogger<MasterSlaves> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] Names = ["Configuration/Server", "Configuration/TornadoServer"];
    private static readonly string[] Schemes = ["dips", "https"];

    /// <summary>Takes in a slave, if it answers as one. Whatever comes of it, the slave is told nothing: so it is with DIRAC.</summary>
    public async Task PublishAsync(string url, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(url, cancellationToken) is { } refusal)
        {
            LogRefused(url, refusal);
            return;
        }

        if (!known.Saw(url, clock.GetUtcNow()))
        {
            LogRefused(url, "there are too many slaves.");
            return;
        }

        await ChangeAsync(servers => servers.Contains(url, StringComparer.Ordinal) ? servers : [.. servers, url], cancellationToken);
    }

    /// <summary>Takes those out that have been silent for too long.</summary>
    public async Task DropSilentAsync(CancellationToken cancellationToken)
    {
        var silent = known.DropSilent(clock.GetUtcNow(), new ConfigurationSettings(snapshots.Current.Root).SlavesGraceTime);
        if (silent.Count == 0) return;
        foreach (var url in silent) LogSilent(url);
        await ChangeAsync(servers => [.. servers.Except(silent, StringComparer.Ordinal)], cancellationToken);
    }

    private async Task<string?> RefusalAsync(string url, CancellationToken cancellationToken)
    {
        // Names without a comma or a line's end: it becomes an element of a list.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !Schemes.Contains(address.Scheme, StringComparer.Ordinal) || url.AsSpan().ContainsAny(",\r\n"))
            return "that is no address of a dips or https service.";
        try
        {
            var name = await Patient.CallAsync(token => peers.PingAsync(url, token), Patience, clock, cancellationToken);
            return Names.Contains(name, StringComparer.Ordinal) ? null : $"it is {name}, not a configuration server.";
        }
        catch (DiracException failure)
        {
            return $"it does not answer: {failure.Message}";
        }
    }

    // A list that cannot be written is the master's to log, and is written when the slave comes again.
    private async Task ChangeAsync(Func<IReadOnlyList<string>, IReadOnlyList<string>> change, CancellationToken cancellationToken) => await master.ChangeAsync(
        root =>
        {
            var before = root.GetList(ConfigurationPaths.Servers);
            var after = change(before);
            return after.SequenceEqual(before, StringComparer.Ordinal) ? root : root.With(ConfigurationPaths.Servers, string.Join(", ", after));
        },
        cancellationToken);

    [LoggerMessage(5520, LogLevel.Warning, "{Url} was not taken in as a slave: {Reason}")]
    private partial void LogRefused(string url, string reason);

    [LoggerMessage(5521, LogLevel.Warning, "The slave {Url} has gone silent and is no longer told to clients")]
    private partial void LogSilent(string url);
}
