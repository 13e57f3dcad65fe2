using System.Collections.Concurrent;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Tests.Support;

/// <summary>The server's side of the pilot's contract, just enough of it, with switches for misbehaviour.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly LinkedList<FakeJob> _waiting = [];
    private readonly Dictionary<string, MatchReply> _answers = [];
    private readonly ConcurrentDictionary<long, FakeJob> _jobs = [];
    private readonly ConcurrentDictionary<string, byte[]> _sandboxes = [];
    private readonly ConcurrentDictionary<string, PilotCommand> _commands = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastId;
    private int _replies;

    private FakeServer(WebApplication app) => _app = app;

    internal Uri Url => new(_app.Urls.First());

    internal int LeaseSeconds { get; set; } = 30;

    /// <summary>Every request is answered 503.</summary>
    internal bool Down { get; set; }

    /// <summary>Renewals and long polls are never answered.</summary>
    internal bool DeafToHeartbeats { get; set; }

    /// <summary>Every second match and report request does its work and then loses the reply.</summary>
    internal bool LoseEverySecondReply { get; set; }

    internal ConcurrentQueue<PilotMetadata> Metadata { get; } = [];

    internal ConcurrentQueue<MatchRequest> Offers { get; } = [];

    internal ConcurrentQueue<PilotHeartbeatRequest> Heartbeats { get; } = [];

    /// <summary>What the whole pilot is ordered to do; set with <see cref="OrderPilot"/>.</summary>
    internal PilotStop? Stop { get; private set; }

    /// <summary>Log lines are taken, but never answered.</summary>
    internal bool DeafToLogs { get; set; }

    internal ConcurrentQueue<PilotLogLines> Logs { get; } = [];

    internal ConcurrentQueue<PilotOutput> Outputs { get; } = [];

    internal int Logins { get; private set; }

    internal int Renewals { get; private set; }

    /// <summary>How long the tokens of payloads are good, seconds; 0: there are none.</summary>
    internal int PayloadTokenSeconds { get; set; }

    /// <summary>What was asked to get tokens for payloads.</summary>
    internal ConcurrentQueue<PilotTokenRequest> PayloadTokens { get; } = [];

    /// <summary>Tokens cannot be renewed any more: they are too old.</summary>
    internal bool RefuseRenewals { get; set; }

    internal static async Task<FakeServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = null;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ModelJsonContext.Default);
        });
        var app = builder.Build();
        var server = new FakeServer(app);
        server.Map();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    internal FakeJob Submit(string jdl)
    {
        var job = new FakeJob(Interlocked.Increment(ref _lastId), jdl);
        _jobs[job.Id] = job;
        lock (_lock) _waiting.AddLast(job);
        Ring();
        return job;
    }

    internal void Order(FakeJob job, string command)
    {
        var id = Guid.NewGuid().ToString();
        _commands[id] = new PilotCommand(id, job.Id, job.Attempt, command);
        Ring();
    }

    internal void OrderPilot(string mode, string reason)
    {
        Stop = new PilotStop(mode, reason);
        Ring();
    }

    /// <summary>Waits until the pilot has said that it knows an order.</summary>
    internal async Task KnowsAsync(string mode)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Heartbeats.All(beat => beat.KnownStop != mode)) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    internal string AddSandbox(byte[] archive)
    {
        var pfn = $"SB:SE|/S3/sandboxes/vo/group/user/sha256:{_sandboxes.Count:x64}.tar.zst";
        _sandboxes[pfn] = archive;
        return pfn;
    }

    internal byte[] Sandbox(string pfn) => _sandboxes[pfn];

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            if (Down) context.Response.StatusCode = 503;
            else await next(context);
        });
        _app.MapPost("/api/auth/pilot", (PilotLoginRequest login) =>
        {
            Logins++;
            return login.Secret == "the-secret" ? Results.Ok(new TokenReply("token-1", 3600)) : Results.Json(new ErrorReply("wrong secret"), statusCode: 401);
        });
        _app.MapPost("/api/auth/pilot/renew", () =>
        {
            if (RefuseRenewals) return Results.Json(new ErrorReply("too old"), statusCode: 401);
            Renewals++;
            return Results.Ok(new TokenReply($"token-{Renewals + 1}", 3600));
        });
        _app.MapPatch("/api/pilots/metadata", (IReadOnlyDictionary<string, PilotMetadata> change) =>
        {
            foreach (var one in change.Values) Metadata.Enqueue(one);
            return Results.NoContent();
        });
        _app.MapPost("/api/pilots/stamp/log", async (PilotLogLines lines, HttpContext context) =>
        {
            Logs.Enqueue(lines);
            if (DeafToLogs) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            return new PilotLogTaken(lines.First + lines.Lines.Count - 1);
        });
        _app.MapPost("/api/pilots/stamp/output", (PilotOutput output) =>
        {
            Outputs.Enqueue(output);
            return Results.NoContent();
        });
        _app.MapPost("/api/pilots/token", (PilotTokenRequest request) =>
        {
            if (PayloadTokenSeconds == 0) return Results.Json(new ErrorReply("suspended"), statusCode: 404);
            PayloadTokens.Enqueue(request);
            return Results.Ok(new TokenReply($"payload-{PayloadTokens.Count}", PayloadTokenSeconds));
        });
        _app.MapPost("/api/pilots/match", MatchAsync);
        _app.MapPost("/api/pilots/report", Report);
        _app.MapPost("/api/pilots/heartbeat", HeartbeatAsync);
        MapSandboxes();
    }

    private void MapSandboxes()
    {
        _app.MapPost("/api/jobs/sandbox", (SandboxUploadRequest request) =>
        {
            var pfn = $"SB:SE|/S3/sandboxes/vo/group/user/sha256:{request.Checksum}.{request.Format}";
            return new SandboxUploadReply(pfn, $"/upload?pfn={Uri.EscapeDataString(pfn)}", new Dictionary<string, string>());
        });
        _app.MapPost("/upload", async (HttpRequest request, string pfn) =>
        {
            using var copy = new MemoryStream();
            await (await request.ReadFormAsync()).Files[0].CopyToAsync(copy);
            _sandboxes[pfn] = copy.ToArray();
            return Results.NoContent();
        });
        _app.MapGet("/api/jobs/sandbox", (string pfn) => _sandboxes.ContainsKey(pfn)
            ? Results.Ok(new SandboxDownloadReply($"/download?pfn={Uri.EscapeDataString(pfn)}", 300))
            : Results.Json(new ErrorReply("no such sandbox"), statusCode: 404));
        _app.MapGet("/download", (string pfn) => Results.Bytes(_sandboxes[pfn]));
    }

    private async Task<IResult> MatchAsync(MatchRequest request, HttpContext context)
    {
        Offers.Enqueue(request);
        var deadline = Task.Delay(TimeSpan.FromSeconds(request.WaitSeconds), TimeProvider.System, context.RequestAborted);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
                if (Stop is { } stop) return Results.Json(new ErrorReply(stop.Reason, nameof(ErrorCode.PilotStopped)), statusCode: 410);
                if (Give(request) is { } job)
                {
                    LoseSome(context);
                    return Results.Ok(job);
                }
            }

            if (await Task.WhenAny(changed, deadline) == deadline) return Results.NoContent();
        }
    }

    private MatchReply? Give(MatchRequest request)
    {
        if (_answers.TryGetValue(request.MatchId, out var earlier)) return earlier;
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Processors > request.Resource.NumberOfProcessors) continue;
            _waiting.Remove(node);
            node.Value.Attempt++;
            return _answers[request.MatchId] = new MatchReply
            {
                JobID = node.Value.Id,
                Attempt = node.Value.Attempt,
                JDL = node.Value.Jdl,
                Owner = "user",
                Group = "group",
                LeaseSeconds = LeaseSeconds,
            };
        }

        return null;
    }

    private IResult Report(ReportRequest request, HttpContext context)
    {
        var verdicts = request.Reports.Select(report => _jobs.TryGetValue(report.JobID, out var job)
            ? new ReportVerdict(report.JobID, report.Attempt, job.Accept(report))
            : new ReportVerdict(report.JobID, report.Attempt, false, "no such job")).ToList();
        lock (_lock)
        {
            LoseSome(context);
        }

        return Results.Ok(new ReportReply(verdicts));
    }

    private void LoseSome(HttpContext context)
    {
        if (LoseEverySecondReply && _replies++ % 2 == 0) context.Abort();
    }

    private async Task<IResult> HeartbeatAsync(PilotHeartbeatRequest request, HttpContext context)
    {
        Heartbeats.Enqueue(request);
        if (DeafToHeartbeats) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        foreach (var done in request.DoneCommands) _commands.TryRemove(done, out _);
        foreach (var held in request.Held.Where(held => held.Heartbeat is not null)) _jobs[held.JobID].Beats.Enqueue(held.Heartbeat!);
        var deadline = Task.Delay(TimeSpan.FromSeconds(request.WaitSeconds), TimeProvider.System, context.RequestAborted);
        while (true)
        {
            Task changed;
            lock (_lock) changed = _changed.Task;
            var commands = _commands.Values.Where(command => request.Held.Any(held => held.JobID == command.JobID)).ToList();
            if (commands.Count == 0 && (Stop is null || Stop.Mode == request.KnownStop) && await Task.WhenAny(changed, deadline) == changed) continue;
            return Results.Ok(new PilotHeartbeatReply
            {
                Renewed = [.. request.Held.Where(IsCurrent).Select(held => held with { Heartbeat = null })],
                Lost = [.. request.Held.Where(held => !IsCurrent(held)).Select(held => held with { Heartbeat = null })],
                Commands = commands,
                Stop = Stop,
                LeaseSeconds = LeaseSeconds,
            });
        }
    }

    private bool IsCurrent(HeldAttempt held) => _jobs.TryGetValue(held.JobID, out var job) && job.Attempt == held.Attempt;

    private void Ring()
    {
        lock (_lock)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
