using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Client.Proxies;
using Dirac.Client.Rpc;
using Dirac.Client.Tests.Rpc;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Tests.Proxies;

/// <summary>What other services may answer; how ours does is tested in its own room.</summary>
public sealed class ProxyManagerClientTests
{
    private static readonly DateTime Until = new(2026, 12, 24, 18, 0, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OlderService_IsRead()
    {
        var kept = await ListAsync(RpcReply.Ok(WireValue.Dict(("/CN=ann", WireValue.Dict(("", WireValue.Of(Until)))), ("/CN=bob", WireValue.Of(Until)))));

        Assert.Equal([new KeptProxy("/CN=ann", new DateTimeOffset(Until, TimeSpan.Zero)), new KeptProxy("/CN=bob", new DateTimeOffset(Until, TimeSpan.Zero))], kept);
    }

    [Fact]
    public async Task List_Failure_IsTold()
    {
        var failed = await Assert.ThrowsAsync<DiracException>(() => ListAsync(RpcReply.Fail(1111, "not you")));

        Assert.Contains("Unauthorized query ( 1111 : not you)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_StrangeReply_IsTold()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Ann", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddDays(1));
        using var user = ProxyFile.TryParse($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n")!;

        foreach (var value in (WireValue[])[WireValue.List(), WireValue.Dict(("id", "one")), WireValue.Dict(("id", 1), ("request", WireValue.List())), default])
        {
            using var server = new PlainServer { Answer = RpcReply.Ok(value) };
            var failed = await Assert.ThrowsAsync<DiracException>(() => Client(server).UploadAsync(user, TimeSpan.FromHours(1), Cancellation));
            Assert.Contains("cannot be understood", failed.Message, StringComparison.Ordinal);
        }

        using var bad = new PlainServer { Answer = RpcReply.Ok(WireValue.Dict(("id", 1), ("request", "no request"))) };
        Assert.Contains("PKCS #10", (await Assert.ThrowsAsync<DiracException>(() => Client(bad).UploadAsync(user, TimeSpan.FromHours(1), Cancellation))).Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<KeptProxy>> ListAsync(RpcReply reply)
    {
        using var server = new PlainServer { Answer = reply };
        return await Client(server).ListAsync(Cancellation);
    }

    private static ProxyManagerClient Client(PlainServer server) => new(
        new RpcClient(new RpcIdentity(), new RpcClientOptions { Configuration = () => CfgSection.Empty, Pause = TimeSpan.Zero }, TimeProvider.System, new Random(1)), server.Url, TimeProvider.System);
}
