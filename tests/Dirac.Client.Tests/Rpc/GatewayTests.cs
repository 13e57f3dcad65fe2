using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Client.Rpc;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Testing;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Tests.Rpc;

/// <summary>Calls through a gateway that wants a proxy to pass them on with.</summary>
public sealed class GatewayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_ThroughAGateway_GivesItAProxyForItsOwnKey()
    {
        using var folder = new TempFolder();
        var request = DelegationRequest.Create();
        using var gateway = new Gateway(request.RequestPem);
        var identity = GridIdentities.OfProxy(WriteProxy(folder), name => name == "X509_CERT_DIR" ? folder.FullPath : null, TimeProvider.System);

        var reply = await Client(gateway, identity).CallAsync("Test/Echo", "echo", [7], Cancellation);

        Assert.Equal(7, reply.Value.AsList().Span[0].AsInt64());
        using var given = DelegationRequest.TryComplete(request.ToPem(), await gateway.Given)!;
        Assert.Equal(2, given.Certificates.Count);
        Assert.True(given.ExpiresAt <= TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Call_ThroughAGatewayWhoseRequestIsNone_SaysSo()
    {
        using var folder = new TempFolder();
        using var gateway = new Gateway("a request");
        var identity = GridIdentities.OfProxy(WriteProxy(folder), name => name == "X509_CERT_DIR" ? folder.FullPath : null, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<DiracException>(() => Client(gateway, identity).CallAsync("Test/Echo", "echo", [7], Cancellation));

        Assert.Contains("PKCS #10", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ToAServiceThatIsNoGateway_GivesItNoProxy()
    {
        using var gateway = new Gateway(DelegationRequest.Create().RequestPem);
        var identity = new RpcIdentity { Delegate = _ => throw new InvalidOperationException("It asked and was given.") };

        var client = new RpcClient(identity, new RpcClientOptions { Configuration = () => CfgSection.Empty, Pause = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, new Random(7));

        var reply = await client.CallAsync(gateway.Url, "echo", [7], Cancellation);

        Assert.False(reply.IsOk);
        Assert.StartsWith("The gateway asks", reply.Message, StringComparison.Ordinal);
    }

    private static RpcClient Client(Gateway gateway, RpcIdentity identity)
    {
        var root = Cfg.Parse($$"""
            LocalSite
            {
              Site = DIRAC.Here.org
            }
            DIRAC
            {
              Gateways
              {
                DIRAC.Here.org = {{gateway.Url}}
              }
            }
            Systems
            {
              Test
              {
                URLs
                {
                  Echo = dips://elsewhere:9000/Test/Echo
                }
              }
            }
            """);
        return new RpcClient(identity, new RpcClientOptions { Configuration = () => root, Pause = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, new Random(7));
    }

    private static string WriteProxy(TempFolder folder)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=ann", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddMinutes(-1), now.AddHours(1));
        var path = folder.File("proxy");
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return path;
    }

    /// <summary>Takes connections without TLS, asks each for a proxy and answers its call with the arguments.</summary>
    private sealed class Gateway : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource<string> _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly string _request;

        public Gateway(string request)
        {
            _request = request;
            _listener.Start();
            _ = ServeAsync();
        }

        public string Url => $"dip://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/Framework/Gateway";

        public Task<string> Given => _given.Task;

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await AnswerAsync(client.GetStream());
                }
                catch (Exception over) when (over is ObjectDisposedException or SocketException)
                {
                    return;
                }
                catch (Exception refused) when (refused is IOException or InvalidOperationException)
                {
                    // The client had enough, or sent something else.
                    _given.TrySetException(refused);
                }
            }
        }

        private async Task AnswerAsync(NetworkStream stream)
        {
            await ReadAsync(stream);
            await SendAsync(stream, RpcReply.Ok(WireValue.Dict(("delegate", _request))));
            _given.TrySetResult(JEncode.Decode(await ReadAsync(stream)).AsText());
            await SendAsync(stream, RpcReply.Ok());
            Assert.True(RpcReply.TryRead(JEncode.Decode(await ReadAsync(stream)), out var arguments));
            await SendAsync(stream, arguments);
        }

        private static async Task SendAsync(NetworkStream stream, RpcReply reply)
        {
            var payload = JEncode.Encode(reply.ToWire());
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{payload.Length}:")));
            await stream.WriteAsync(payload);
        }

        private static async Task<byte[]> ReadAsync(NetworkStream stream)
        {
            var (length, sign) = (0, new byte[1]);
            while (true)
            {
                await stream.ReadExactlyAsync(sign);
                if (sign[0] == ':') break;
                length = (length * 10) + sign[0] - '0';
            }

            var payload = new byte[length];
            await stream.ReadExactlyAsync(payload);
            return payload;
        }
    }
}
