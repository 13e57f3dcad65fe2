using Dirac.Client.Rpc;
using Dirac.Configuration.Rpc;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Configuration.Peers;

/// <summary>Calls other services with the host's certificate.</summary>
/// <param name="host">The certificate.</param>
/// <param name="configuration">The configuration of the moment.</param>
/// <param name="random">Draws among gateways.</param>
/// <param name="clock">The clock.</param>
internal sealed class RpcPeers(HostClient host, Func<CfgSection> configuration, Random random, TimeProvider clock) : IConfigurationPeers
{
    private readonly RpcClientOptions _options = new() { Configuration = configuration };

    public async Task<string> PingAsync(string url, CancellationToken cancellationToken) =>
        Find(await CallAsync(url, "ping", [], cancellationToken), "name") is { Kind: WireKind.Text } name ? name.AsText() : throw Strange(url);

    public Task RefreshAsync(string url, bool fromMaster, CancellationToken cancellationToken) => CallAsync(url, "refreshConfiguration", [fromMaster], cancellationToken);

    public async Task<NewerConfiguration> GetIfNewerAsync(string url, string version, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(url, "getCompressedDataIfNewer", [version], cancellationToken);
        if (Find(answer, "newestVersion") is not { Kind: WireKind.Text } newest) throw Strange(url);
        return Find(answer, "data") switch
        {
            { Kind: WireKind.Bytes or WireKind.Text } data => new NewerConfiguration(newest.AsText(), DataEncoding.Read(data, ProtocolOf(url))),
            { IsNull: true } => new NewerConfiguration(newest.AsText(), null),
            _ => throw Strange(url),
        };
    }

    public Task PublishSlaveAsync(string url, string slave, CancellationToken cancellationToken) => CallAsync(url, "publishSlaveServer", [slave], cancellationToken);

    private async Task<WireValue> CallAsync(string url, string method, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken)
    {
        var identity = new RpcIdentity { Tls = host.GetContext(), IsHost = true };
        // One for each call: calls are rare, and the certificate may have been renewed in between.
        using var client = new RpcClient(identity, _options, clock, random);
        var reply = await client.CallAsync(url, method, arguments, cancellationToken);
        return reply.IsOk ? reply.Value : throw new DiracException(ErrorCode.Unavailable, reply.Message);
    }

    private static RpcProtocols ProtocolOf(string url) => RpcUrl.Parse(url).Scheme == RpcScheme.Https ? RpcProtocols.Https : RpcProtocols.Dips;

    private static WireValue Find(WireValue answer, string key) => answer.Kind == WireKind.Dict && answer.AsDict().TryGetValue(key, out var value) ? value : default;

    private static DiracException Strange(string url) => new(ErrorCode.Unavailable, $"{url} answers as no configuration server does.");
}
