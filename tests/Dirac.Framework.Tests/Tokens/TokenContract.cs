using System.Text.Json;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Tokens;

/// <summary>A running server with the routes of tokens, on each engine.</summary>
public abstract class TokenContract(Engine engine) : IAsyncLifetime
{
    private TokenServer? _server;

    internal TokenServer Server => _server!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected virtual string LegacyKeyHash => "";

    public async ValueTask InitializeAsync() => _server = await TokenServer.StartAsync(engine, LegacyKeyHash);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asserts a refusal in OAuth's shape.</summary>
    protected static void Refused((int Status, JsonElement Body) reply, int status, string error, string detail = "")
    {
        Assert.True(reply.Status == status, $"{reply.Status} {reply.Body}");
        Assert.Equal(error, reply.Body.GetProperty("error").GetString());
        Assert.Contains(detail, reply.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(reply.Body.GetProperty("detail").GetString(), reply.Body.GetProperty("error_description").GetString());
    }
}
