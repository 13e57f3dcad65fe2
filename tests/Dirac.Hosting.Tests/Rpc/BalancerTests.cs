using System.Net;
using Dirac.Hosting.Tests.Serving.GridTls;

namespace Dirac.Hosting.Tests.Rpc;

public sealed class BalancerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nginx", "127.0.0.1", "SUCCESS", HttpStatusCode.OK)]
    [InlineData("none", "127.0.0.1", "SUCCESS", HttpStatusCode.Unauthorized)]
    [InlineData("nginx", "127.0.0.2", "SUCCESS", HttpStatusCode.Unauthorized)]
    [InlineData("nginx", "", "SUCCESS", HttpStatusCode.Unauthorized)]
    [InlineData("nginx", "127.0.0.1", "FAILED:unable to verify", HttpStatusCode.Unauthorized)]
    public async Task Certificate_InHeaders_CountsFromANamedBalancerOnly(string balancer, string addresses, string verified, HttpStatusCode expected)
    {
        await using var grid = await GridServer.StartAsync();
        using var user = grid.User();
        await using var server = await RpcServer.StartAsync(Configuration(grid, balancer, addresses));

        Assert.Equal(expected, await CallAsync(server, Pem(user.Certificates), verified));
    }

    [Fact]
    public async Task Certificate_OfAnUnknownAuthority_IsRefusedWhateverTheBalancerSays()
    {
        await using var grid = await GridServer.StartAsync();
        await using var other = await GridServer.StartAsync();
        using var stranger = other.User();
        await using var server = await RpcServer.StartAsync(Configuration(grid, "nginx", "127.0.0.1"));

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(server, Pem(stranger.Certificates), "SUCCESS"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(server, "%ff%zz nonsense", "SUCCESS"));
    }

    private static async Task<HttpStatusCode> CallAsync(RpcServer server, string certificate, string verified)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, RpcServer.Service) { Content = new FormUrlEncodedContent([new("method", "ping")]) };
        request.Headers.TryAddWithoutValidation("X-SSL-CERT", certificate);
        request.Headers.TryAddWithoutValidation("X-Ssl_client_verify", verified);
        using var response = await server.Server.Client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    private static string Pem(IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        Uri.EscapeDataString(string.Join('\n', certificates.Select(der => System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der.Span))));

    private static string Configuration(GridServer grid, string balancer, string addresses) => $$"""

        WebApp
        {
          Balancer = {{balancer}}
          BalancerAddresses = {{addresses}}
        }
        DIRAC
        {
          Security
          {
            CALocation = {{Path.GetDirectoryName(grid.AuthorityFile)}}
          }
        }
        """;
}
