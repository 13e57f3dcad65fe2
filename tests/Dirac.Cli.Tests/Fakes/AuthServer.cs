using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Cli.Tests.Fakes;

/// <summary>A server with logins by code, whose refresh tokens are good once: the second use of one ends everything, as for a thief.</summary>
internal sealed class AuthServer : IAsyncDisposable
{
    public const string UserCode = "BCDF2345";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _access = [];
    private readonly HashSet<string> _refresh = [];
    private readonly HashSet<string> _used = [];
    private int _serial;

    private AuthServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public string[] Vos { get; set; } = ["testvo"];

    /// <summary>In <see cref="Before"/>: the connection ends without an answer.</summary>
    public const string Gone = "gone";

    /// <summary>In <see cref="Before"/>: the answer is 500.</summary>
    public const string Broken = "broken";

    /// <summary>Answers to questions about the login before it is allowed, in order: values of <c>error</c>, or one of the above.</summary>
    public Queue<string> Before { get; } = new();

    /// <summary>The scope of the last login.</summary>
    public string? Scope { get; private set; }

    /// <summary>How often tokens were renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>How often a token came a second time.</summary>
    public int Thefts { get; private set; }

    public List<string> Revoked { get; } = [];

    /// <summary>Bearers of all requests, in order.</summary>
    public List<string> Bearers { get; } = [];

    /// <summary>How long access tokens last, in seconds.</summary>
    public int Lifetime { get; set; } = 1200;

    /// <summary>What happens to a renewal instead of an answer; true when it has answered.</summary>
    public Func<HttpContext, bool>? OnRenewal { get; set; }

    /// <summary>Renews before <see cref="OnRenewal"/>, so that only the answer is lost.</summary>
    public bool RenewsFirst { get; set; }

    /// <summary>Called at each question about the login.</summary>
    public Action? OnQuestion { get; set; }

    /// <summary>What is shown as its own authority; null for none.</summary>
    public string? Authority { get; set; }

    public static async Task<AuthServer> StartAsync(Func<X509Certificate2>? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listener =>
        {
            if (certificate is not null) listener.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate());
        }));
        var app = builder.Build();
        var server = new AuthServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public bool Knows(string accessToken)
    {
        lock (_gate) return _access.Contains(accessToken);
    }

    /// <summary>Takes all access tokens back, as if they had expired early.</summary>
    public void ForgetAccess()
    {
        lock (_gate) _access.Clear();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        switch (path)
        {
            case "/.well-known/dirac-ca.pem":
                if (Authority is null) context.Response.StatusCode = 404;
                else await context.Response.WriteAsync(Authority);
                return;
            case "/.well-known/dirac-metadata":
                await WriteAsync(context, 200, new JsonObject { ["virtual_organizations"] = new JsonObject(Vos.Select(vo => KeyValuePair.Create(vo, (JsonNode?)Describe()))) });
                return;
            case "/api/auth/device":
                Scope = context.Request.Query["scope"];
                await WriteAsync(context, 200, new JsonObject
                {
                    ["user_code"] = UserCode, ["device_code"] = "device", ["expires_in"] = 600, ["verification_uri"] = $"{Url}/api/auth/device",
                    ["verification_uri_complete"] = $"{Url}/api/auth/device?user_code={UserCode}",
                });
                return;
            case "/api/auth/token":
                await GiveTokensAsync(context);
                return;
            case "/api/auth/revoke":
                lock (Revoked) Revoked.Add(context.Request.Form["token"]!);
                await WriteAsync(context, 200, "Refresh token revoked");
                return;
            default:
                await ShowUserAsync(context);
                return;
        }
    }

    private static JsonObject Describe() => new()
    {
        ["groups"] = new JsonObject { ["users"] = new JsonObject { ["properties"] = new JsonArray("NormalUser") } },
        ["support"] = new JsonObject { ["message"] = "Ask." }, ["default_group"] = "users",
    };

    private async Task ShowUserAsync(HttpContext context)
    {
        var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        lock (Bearers) Bearers.Add(token);
        var group = Scope?.Split(' ').FirstOrDefault(word => word.StartsWith("group:", StringComparison.Ordinal))?[6..] ?? "users";
        if (!Knows(token)) await WriteAsync(context, 401, new JsonObject { ["detail"] = "No valid token." });
        else await WriteAsync(context, 200, new JsonObject
        {
            ["sub"] = "testvo:ann", ["vo"] = (Scope ?? "vo:testvo").Split(' ')[0][3..], ["dirac_group"] = group, ["policies"] = new JsonObject(), ["properties"] = new JsonArray("NormalUser"),
            ["preferred_username"] = "ann",
        });
    }

    private async Task GiveTokensAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["grant_type"] == "refresh_token")
        {
            if (!RenewsFirst && OnRenewal?.Invoke(context) == true) return;
            var (status, body) = Renew(form["refresh_token"]!);
            if (RenewsFirst && OnRenewal?.Invoke(context) == true) return;
            await WriteAsync(context, status, body);
            return;
        }

        OnQuestion?.Invoke();
        if (!Before.TryDequeue(out var error)) await WriteAsync(context, 200, NewTokens());
        else if (error == Gone) context.Abort();
        else if (error == Broken) await WriteAsync(context, 500, new JsonObject { ["detail"] = "It is broken." });
        else await WriteAsync(context, 400, new JsonObject { ["error"] = error, ["detail"] = $"It is {error}." });
    }

    private (int Status, JsonNode Body) Renew(string token)
    {
        lock (_gate)
        {
            if (_refresh.Remove(token))
            {
                _used.Add(token);
                Renewals++;
                return (200, NewTokens());
            }

            if (_used.Contains(token)) Thefts++;
            _refresh.Clear();
            return (401, new JsonObject { ["detail"] = "This token is not good any more." });
        }
    }

    private JsonObject NewTokens()
    {
        lock (_gate)
        {
            var (access, refresh) = (Jwt(Lifetime), Jwt(3600));
            _access.Add(access);
            _refresh.Add(refresh);
            return new JsonObject { ["access_token"] = access, ["expires_in"] = Lifetime, ["token_type"] = "Bearer", ["refresh_token"] = refresh };
        }
    }

    private string Jwt(int seconds)
    {
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"jti":"{{++_serial}}","exp":{{TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds()}}}""");
        return $"head.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.sign{_serial}";
    }

    private static Task WriteAsync(HttpContext context, int status, JsonNode json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString());
    }
}
