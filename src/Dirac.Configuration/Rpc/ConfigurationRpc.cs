using Dirac.Configuration.Master;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Slaves;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Rpc;

/// <summary>The configuration service of DIRAC's protocols.</summary>
[RpcService("Configuration/Server")]
internal sealed partial class ConfigurationRpc
{
    private const int LongestHistory = 100;
    private const string NotHere = "Configuration modification is not allowed in this server";

    private readonly ServedConfiguration _served;
    private readonly PeerUpdates _updates;
    private readonly MasterConfiguration? _master;
    private readonly MasterSlaves? _slaves;
    private readonly ILogger<ConfigurationRpc> _log;

    /// <summary>Makes the service.</summary>
    /// <param name="served">What is handed out.</param>
    /// <param name="updates">Tells other services.</param>
    /// <param name="master">Where changes are made; null when this is no master.</param>
    /// <param name="slaves">Who else hands it out; null when this is no master.</param>
    /// <param name="log">The log.</param>
    public ConfigurationRpc(ServedConfiguration served, PeerUpdates updates, MasterConfiguration? master, MasterSlaves? slaves, ILogger<ConfigurationRpc> log)
    {
        _served = served;
        _updates = updates;
        _master = master;
        _slaves = slaves;
        _log = log;
    }

    [RpcMethod(RpcRules.ByDefault)]
    public string GetVersion() => _served.Current.Version;

    [RpcMethod(RpcRules.ByDefault)]
    public WireValue GetCompressedData(RpcCall call) => DataEncoding.Write(_served.Current.Compressed, call.Protocol);

    [RpcMethod(RpcRules.ByDefault)]
    public WireValue GetCompressedDataIfNewer(string version, RpcCall call)
    {
        var tree = _served.Current;
        return ConfigurationVersion.IsNewer(tree.Version, version)
            ? WireValue.Dict(("newestVersion", tree.Version), ("data", DataEncoding.Write(tree.Compressed, call.Protocol)))
            : WireValue.Dict(("newestVersion", tree.Version));
    }

    [RpcMethod(RpcRules.ByDefault)]
    public bool WriteEnabled() => _master is not null;

    [RpcMethod(RpcRules.ByDefault)]
    public async Task PublishSlaveServerAsync(string url, CancellationToken cancellationToken)
    {
        if (_slaves is { } slaves) await slaves.PublishAsync(url, cancellationToken);
        else LogNoMaster(url);
    }

    [RpcMethod(DiracProperties.CSAdministrator)]
    public async Task<RpcReply> CommitNewDataAsync(CommitData data, RpcCall call, CancellationToken cancellationToken)
    {
        if (Committer(call) is not { } committer) return Anonymous;
        return _master is null ? RpcReply.Fail(NotHere) : Reply(await _master.CommitAsync(DataEncoding.Read(data.Value, call.Protocol), committer, cancellationToken));
    }

    [RpcMethod(DiracProperties.CSAdministrator)]
    public async Task<RpcReply> RollbackToVersionAsync(string version, RpcCall call, CancellationToken cancellationToken)
    {
        if (Committer(call) is not { } committer) return Anonymous;
        return _master is null ? RpcReply.Fail(NotHere) : Reply(await _master.RollbackAsync(version, committer, cancellationToken));
    }

    [RpcMethod(RpcRules.ByDefault)]
    public WireValue GetCommitHistory(long limit = LongestHistory) => WireValue.List(
    [
        .. (_master?.Backups.List() ?? [])
            .Take(limit is > 0 and < LongestHistory ? (int)limit : LongestHistory)
            .Select(backup => WireValue.List(backup.Committer, backup.Version)),
    ]);

    [RpcMethod(DiracProperties.ServiceAdministrator, DiracProperties.CSAdministrator)]
    public RpcReply GetVersionContents(IReadOnlyList<string> versions)
    {
        if (versions.Count > LongestHistory) return RpcReply.Fail($"Can't get contents for {versions.Count} versions: {LongestHistory} are given at once");
        var contents = new List<WireValue>();
        foreach (var version in versions)
        {
            if (_master?.Backups.Find(version) is not { } backup) return RpcReply.Fail($"Can't get contents for version {version}: Version {version} does not exist");
            // Not base64 over https, other than elsewhere: clients do not expect it here.
            contents.Add(WireValue.OfBytes(CompressedCfg.Pack(Backups.Read(backup))));
        }

        return RpcReply.Ok(WireValue.List([.. contents]));
    }

    [RpcMethod(DiracProperties.CSAdministrator)]
    public Task ForceGlobalConfigurationUpdateAsync(CancellationToken cancellationToken) =>
        _updates.SendAsync(ServiceUrls.Of(_served.Current.Root), fromMaster: false, cancellationToken);

    private static RpcReply Anonymous => RpcReply.Fail("You must be authenticated!");

    private static string? Committer(RpcCall call) =>
        call.Caller is { IsVisitor: false, Dn.Length: > 0, UserName: { Length: > 0 } user } ? user : null;

    private static RpcReply Reply(string? problem) => problem is null ? RpcReply.Ok() : RpcReply.Fail(problem);

    [LoggerMessage(5540, LogLevel.Information, "{Url} publishes itself as a slave here, but this is no master")]
    private partial void LogNoMaster(string url);
}
