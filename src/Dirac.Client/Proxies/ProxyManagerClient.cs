using Dirac.Client.Rpc;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Proxies;

/// <summary>Leaves proxies with <c>Framework/ProxyManager</c>, ours or a Python one. Thread-safe.</summary>
/// <param name="rpc">Calls it, as the owner of the proxies.</param>
/// <param name="service">Its name, or its address.</param>
/// <param name="clock">Tells from when proxies are valid.</param>
public sealed class ProxyManagerClient(RpcClient rpc, string service, TimeProvider clock)
{
    /// <summary>The service by its name, to be looked up in the configuration.</summary>
    public const string Service = "Framework/ProxyManager";

    /// <summary>Leaves a proxy: the service makes a key and a request, which is signed here. No key travels.</summary>
    /// <param name="credential">What signs: the user's certificate, or a proxy without group and VOMS attributes.</param>
    /// <param name="lifetime">For how long; never longer than the credential.</param>
    /// <param name="cancellationToken">Gives up; the proxy may be kept all the same.</param>
    /// <returns>All proxies that the service keeps of this user.</returns>
    /// <exception cref="DiracException">BadRequest: the service refuses it, or the credential cannot sign it. Unavailable: the service cannot be reached.</exception>
    public async Task<IReadOnlyList<KeptProxy>> UploadAsync(GridCredential credential, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (credential.Group is not null || credential.HasVomsAttributes)
            throw new DiracException(ErrorCode.BadRequest, "A proxy with a group or VOMS attributes cannot be uploaded.", "Use the certificate, or a proxy without group.");
        var request = Take(await rpc.CallAsync(service, "requestDelegationUpload", [], cancellationToken).ConfigureAwait(false));
        if (Find(request, "id") is not { Kind: WireKind.Whole } id || Find(request, "request") is not { Kind: WireKind.Text } pem) throw Strange();
        var chain = new ProxyMaker(clock).SignRequest(credential, pem.AsText(), new ProxyOptions { Lifetime = lifetime }) switch
        {
            DelegationVerdict.Granted granted => granted.ChainPem,
            DelegationVerdict.Refused refused => throw new DiracException(ErrorCode.BadRequest, $"No proxy could be made for {service}. {refused.Reason}"),
            _ => throw Strange(),
        };
        return Read(Take(await rpc.CallAsync(service, "completeDelegationUpload", [id, chain], cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>The proxies that the service keeps of this user.</summary>
    /// <exception cref="DiracException">BadRequest: the service refuses it. Unavailable: it cannot be reached.</exception>
    public async Task<IReadOnlyList<KeptProxy>> ListAsync(CancellationToken cancellationToken) =>
        Read(Take(await rpc.CallAsync(service, "getUserProxiesInfo", [], cancellationToken).ConfigureAwait(false)));

    private WireValue Take(RpcReply reply) => reply.IsOk ? reply.Value : throw new DiracException(ErrorCode.BadRequest, $"{service}: {reply.Message}");

    private static WireValue? Find(WireValue value, string key) => value.Kind == WireKind.Dict && value.AsDict().TryGetValue(key, out var found) ? found : (WireValue?)null;

    // Older services have another level, by group.
    private static DateTimeOffset? Moment(WireValue value) => value.Kind switch
    {
        WireKind.DateTime => new DateTimeOffset(value.AsDateTime(), TimeSpan.Zero),
        WireKind.Dict when value.AsDict() is { Count: > 0 } groups => Moment(groups.Values.Span[0]),
        _ => null,
    };

    private List<KeptProxy> Read(WireValue value)
    {
        if (value.Kind != WireKind.Dict) throw Strange();
        var proxies = new List<KeptProxy>();
        foreach (var (dn, until) in value.AsDict())
        {
            if (dn.Kind == WireKind.Text && Moment(until) is { } moment) proxies.Add(new KeptProxy(dn.AsText(), moment));
        }

        return proxies;
    }

    private DiracException Strange() => new(ErrorCode.BadRequest, $"The reply of {service} cannot be understood.", "Check that the address is that of a ProxyManager.");
}
