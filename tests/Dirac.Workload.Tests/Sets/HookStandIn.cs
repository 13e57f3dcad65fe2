using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Tests.Sets;

/// <summary>A receiver of web hooks on loopback that answers what it is told to and keeps what it gets.</summary>
internal sealed class HookStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HookStandIn(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/hook";

    /// <summary>Statuses of the next answers; 200 when there are none left.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    public ConcurrentQueue<(string Path, string Body, string Signature, string Message)> Requests { get; } = [];

    public static async Task<HookStandIn> StartAsync(params int[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hook = new HookStandIn(builder.Build());
        foreach (var answer in answers) hook.Answers.Enqueue(answer);
        hook._app.Run(hook.AnswerAsync);
        await hook._app.StartAsync();
        return hook;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Requests.Enqueue((context.Request.Path.Value!, body, context.Request.Headers["X-DIRAC-Signature"].ToString(), context.Request.Headers["X-DIRAC-Message"].ToString()));
        context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
        if (context.Response.StatusCode is >= 300 and < 400) context.Response.Headers.Location = "/elsewhere";
    }
}
