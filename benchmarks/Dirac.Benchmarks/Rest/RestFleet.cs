using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Dirac.Client.Identity;
using Dirac.Installation;
using Dirac.Security.Local;

namespace Dirac.Benchmarks.Rest;

/// <summary>Clients that know nothing but https and JSON, each with a connection and a login of its own.</summary>
internal sealed class RestFleet : IDisposable
{
    private RestFleet(IReadOnlyList<RestClient> clients) => Clients = clients;

    public IReadOnlyList<RestClient> Clients { get; }

    /// <summary>Makes clients and logs them in.</summary>
    public static async Task<RestFleet> LoginAsync(InstalledServer server, int count, TimeProvider clock, CancellationToken cancellationToken)
    {
        var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(server.CaFile, cancellationToken));
        var secret = LocalIdentity.Read(server.Directory).Secret;
        var clients = new List<RestClient>();
        for (var number = 0; number < count; number++)
        {
            var http = new HttpClient(Handler(authority)) { BaseAddress = server.Url, DefaultRequestVersion = HttpVersion.Version11 };
            var token = await new IdentityClient(server.User).LoginLocallyAsync(secret, null, cancellationToken);
            clients.Add(new RestClient(number, http, token.AccessToken, await CodeLogin.RunAsync(server, authority, cancellationToken), clock));
        }

        return new RestFleet(clients);
    }

    /// <summary>Lets every client work through its share.</summary>
    /// <param name="count">In all.</param>
    /// <param name="requestAsync">One request; gets the client and the request's number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task ShareAsync(int count, Func<RestClient, int, CancellationToken, Task> requestAsync, CancellationToken cancellationToken) => Task.WhenAll(Clients.Select(client => Task.Run(
        async () =>
        {
            for (var turn = client.Number; turn < count; turn += Clients.Count) await requestAsync(client, turn, cancellationToken);
        },
        cancellationToken)));

    public void Dispose()
    {
        foreach (var client in Clients) client.Dispose();
    }

    /// <summary>Trusts the server's own authority and no other.</summary>
    internal static SocketsHttpHandler Handler(X509Certificate2 authority) => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
        },
    };
}
