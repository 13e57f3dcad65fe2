using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dirac.Hosting.Rpc;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;

namespace Dirac.Hosting.Tests.Rpc;

/// <summary>A running server with <see cref="EchoRpc"/>, called as DIRAC's https clients call.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    public const string Service = "/Test/Echo";

    private readonly RunningServer _server;

    private RpcServer(RunningServer server) => _server = server;

    public RunningServer Server => _server;

    /// <summary>Starts a server.</summary>
    /// <param name="more">What its configuration has besides the usual.</param>
    public static async Task<RpcServer> StartAsync(string more = "") => new(await RunningServer.StartAsync(
        app => app.MapDiracRpc(),
        services: services => services.AddDiracRpc().AddRpcService<EchoRpc>(),
        more: more));

    /// <summary>Calls a method as ann, a normal user, and reads the structure of the reply.</summary>
    public async Task<RpcReply> CallAsync(string method, string arguments = "[]")
    {
        using var response = await PostAsync(_server.Token("NormalUser"), ("method", method), ("args", arguments));
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        Assert.True(RpcReply.TryRead(JEncode.Decode(body), out var reply));
        return reply;
    }

    /// <summary>The status alone, of a call as ann.</summary>
    public async Task<HttpStatusCode> StatusAsync(string method, string arguments = "[]")
    {
        using var response = await PostAsync(_server.Token("NormalUser"), ("method", method), ("args", arguments));
        return response.StatusCode;
    }

    public Task<HttpResponseMessage> PostAsync(string? token, params (string Name, string Value)[] fields) =>
        SendAsync(token, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public Task<HttpResponseMessage> SendAsync(string? token, HttpContent content, string path = Service)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
