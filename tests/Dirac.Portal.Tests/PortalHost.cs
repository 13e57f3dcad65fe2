using System.Net;
using Dirac.Client.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Portal.Tests;

/// <summary>The portal in front of a REST surface whose answers a test sets up.</summary>
internal sealed class PortalHost : IAsyncDisposable
{
    public const string Token = "good-token";
    private readonly WebApplication _app;
    private readonly HttpClient _browser;

    private PortalHost(WebApplication app)
    {
        _app = app;
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }

    /// <summary>REST answers by path.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public static async Task<PortalHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        PortalHost? host = null;
        builder.Services.AddDiracPortal(new PortalOptions { Server = () => new ApiConnectionOptions { Url = new Uri(host!._app.Urls.First()) } });
        var app = builder.Build();
        host = new PortalHost(app);
        app.MapDiracPortal();
        app.Map("/api/{**path}", host.AnswerAsync);
        await app.StartAsync();
        return host;
    }

    public async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, string? token = Token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _app.Urls.First() + path);
        if (token is not null) request.Headers.Add("Cookie", $"dirac-session={token}");
        var response = await _browser.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var known = Answers.TryGetValue(context.Request.Path.Value!, out var answer);
        var good = context.Request.Headers.Authorization == $"Bearer {Token}";
        context.Response.StatusCode = (int)(good ? known ? HttpStatusCode.OK : HttpStatusCode.NotFound : HttpStatusCode.Unauthorized);
        return context.Response.WriteAsync(good && known ? answer! : """{"detail":"No <b>such</b> thing."}""");
    }
}
