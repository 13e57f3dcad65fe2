using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Standard;

/// <summary>The methods that every service has.</summary>
internal sealed class StandardRpc
{
    private readonly ProcessFacts _process;
    private readonly ConfigurationSnapshots _configuration;
    private readonly IReadOnlyList<IConfigurationRefresh> _sources;
    private readonly TimeProvider _clock;

    public StandardRpc(ProcessFacts process, ConfigurationSnapshots configuration, IEnumerable<IConfigurationRefresh> sources, TimeProvider clock)
    {
        _process = process;
        _configuration = configuration;
        _sources = [.. sources];
        _clock = clock;
    }

    [RpcMethod(RpcRules.All)]
    public WireValue Ping(RpcCall call) => _process.Describe(call.Service);

    [RpcMethod(RpcRules.All, HttpsRule = RpcRules.Authenticated)]
    public WireValue Whoami(RpcCall call) => CallerWords.Describe(call, _clock.GetUtcNow());

    [RpcMethod(RpcRules.ByDefault, HttpsRule = RpcRules.All)]
    public static WireValue Echo(WireValue data) => data;

    [RpcMethod(DiracProperties.CSAdministrator, Protocols = RpcProtocols.Dips)]
    public async Task<RpcReply> RefreshConfigurationAsync(bool fromMaster, CancellationToken cancellationToken)
    {
        foreach (var source in _sources)
        {
            if (await source.RefreshAsync(fromMaster, cancellationToken) is { } trouble) return RpcReply.Fail(trouble);
        }

        _configuration.Reload();
        return _configuration.Problem is { Length: > 0 } problem ? RpcReply.Fail($"The configuration before this one stays in force: {problem}") : RpcReply.Ok();
    }
}
