using System.Net;
using System.Text.Json;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>Two running servers of one installation on each engine, asked over HTTP.</summary>
public abstract class LoginContract(Engine engine) : IAsyncLifetime
{
    private LoginInstallation? _installation;
    private LoginServer? _server;

    internal LoginInstallation Installation => _installation!;

    internal LoginServer Server => _server!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _installation = await LoginInstallation.CreateAsync(engine);
        _server = await LoginServer.StartAsync(_installation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_installation is not null) await _installation.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static void Refused((HttpStatusCode Status, JsonElement Body) reply, string error, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Assert.Equal(error, reply.Body.GetProperty("error").GetString());
        Assert.Equal(status, reply.Status);
        Assert.NotEmpty(reply.Body.GetProperty("detail").GetString()!);
        Assert.Equal(reply.Body.GetProperty("detail").GetString(), reply.Body.GetProperty("error_description").GetString());
    }

    internal static JsonElement Given((HttpStatusCode Status, JsonElement Body) reply)
    {
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body.ToString());
        Assert.Equal("Bearer", reply.Body.GetProperty("token_type").GetString());
        return reply.Body;
    }

    internal async Task<bool> IsGoodAsync(JsonElement tokens) =>
        (await Server.TokenAsync("refresh_token", ("refresh_token", tokens.GetProperty("refresh_token").GetString()!))).Status == HttpStatusCode.OK;

    internal static string SubjectOf(JsonElement tokens)
    {
        var payload = tokens.GetProperty("access_token").GetString()!.Split('.')[1];
        return JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload)).RootElement.GetProperty("sub").GetString()!;
    }
}
