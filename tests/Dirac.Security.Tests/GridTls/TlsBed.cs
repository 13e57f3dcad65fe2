using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Dirac.Security.Tests.Certificates;

namespace Dirac.Security.Tests.GridTls;

/// <summary>A small grid with a host, and connections over loopback.</summary>
internal sealed class TlsBed
{
    public const string HostName = "dirac.testgrid.org";

    public TlsBed(bool isEc = true)
    {
        Grid = new TestGrid(isEc);
        Host = MakeHost();
        Trust = Grid.Trust;
    }

    public TestGrid Grid { get; }

    public Made Host { get; }

    /// <summary>What both sides trust now.</summary>
    public CaSnapshot Trust { get; set; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Made MakeHost(Action<CertificatePlan>? change = null, string? dns = HostName) => Grid.MakeUser(plan =>
    {
        plan.Subject = TestGrid.NameOf(HostName);
        plan.Key = TestKeys.Get("host", Grid.IsEc);
        plan.NotAfter = TestGrid.Now.AddYears(4);
        plan.Others.Clear();
        plan.Others.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        if (dns is not null) plan.Others.Add(AlternativeNames(dns));
        change?.Invoke(plan);
    });

    public static X509Extension AlternativeNames(string dns)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(dns, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(dns);
        return names.Build();
    }

    public static GridCredential Credential(params Made[] chain) =>
        ProxyFile.TryParse(chain[0].Pem + chain[0].KeyPem + string.Concat(chain.Skip(1).Select(above => above.Pem)))!;

    public ChainJudge Judge(ChainPurpose purpose, ChainValidationOptions? options = null) =>
        new((options ?? new ChainValidationOptions()) with { Purpose = purpose }, () => Trust, Grid.Clock);

    public GridTlsServerContext Server(bool isRequired = false, params string[] protocols) => ServerWith(Host, isRequired, protocols);

    public GridTlsServerContext ServerWith(Made host, bool isRequired = false, params string[] protocols) => ServerWithChain([host], isRequired, protocols);

    public GridTlsServerContext ServerWithChain(Made[] chain, bool isRequired = false, params string[] protocols) => new(
        Credential(chain),
        new GridTlsServerOptions { Clients = Judge(ChainPurpose.Clients), RequireClientCertificate = isRequired, ApplicationProtocols = protocols });

    public GridTlsClientContext Client(bool isTls12, params Made[] chain) => ClientWith(options => options with { OnlyTls12 = isTls12 }, chain);

    public GridTlsClientContext ClientWith(Func<GridTlsClientOptions, GridTlsClientOptions> change, params Made[] chain) => new(change(
        new GridTlsClientOptions { Servers = Judge(ChainPurpose.Servers), Credential = chain.Length > 0 ? Credential(chain) : null }));

    /// <summary>Both ends of a connection.</summary>
    public static async Task<(NetworkStream Server, NetworkStream Client)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync(Cancellation);
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndpoint, Cancellation);
        var server = await accepting;
        server.NoDelay = true;
        return (new NetworkStream(server, ownsSocket: true), new NetworkStream(client, ownsSocket: true));
    }

    public static async Task<(GridTlsStream Server, GridTlsStream Client)> ShakeAsync(GridTlsServerContext server, GridTlsClientContext client, string host = HostName)
    {
        var (there, here) = await ConnectAsync();
        var accepting = GridTlsStream.AuthenticateAsServerAsync(there, server, Cancellation);
        var connecting = GridTlsStream.AuthenticateAsClientAsync(here, client, host, Cancellation);
        return (await accepting, await connecting);
    }

    /// <summary>Has a handshake refused by the server.</summary>
    /// <returns>What the server says, and what the client hears.</returns>
    public static async Task<(GridTlsException Server, GridTlsException Client)> RefuseAsync(GridTlsServerContext server, GridTlsClientContext client)
    {
        var (there, here) = await ConnectAsync();
        var hearing = Assert.ThrowsAsync<GridTlsException>(async () =>
        {
            // With TLS 1.3 the refusal comes after the client's part is done.
            await using var stream = await GridTlsStream.AuthenticateAsClientAsync(here, client, HostName, Cancellation);
            await stream.WriteAsync("GET"u8.ToArray(), Cancellation);
            Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancellation));
        });
        var refused = await Assert.ThrowsAsync<GridTlsException>(() => GridTlsStream.AuthenticateAsServerAsync(there, server, Cancellation));
        return (refused, await hearing);
    }
}
