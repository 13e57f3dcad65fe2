using System.Globalization;
using System.Net;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Workload.Housekeeping.Cleaning;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Model;

#pragma warning disable CA5394 // Random on purpose, with a seed that is printed.

/// <summary>Does random operations on the server and on the model, and compares answers and databases after each.</summary>
internal sealed class ModelRun
{
    private const int MostJobs = 60;

    private readonly WorkloadServer _server;
    private readonly Random _random;
    private readonly WorkloadModel _model = new();
    private readonly ModelWorld _world;
    private readonly ModelComparison _comparison;
    private readonly Settling _settling;
    private readonly ModelPilots _pilots;
    private readonly List<string> _done = [];
    private DateTime _since;

    public ModelRun(WorkloadServer server, Random random)
    {
        (_server, _random) = (server, random);
        _world = new ModelWorld(server);
        _comparison = new ModelComparison(server, _model, [_world.Vo, _world.OtherVo]);
        _settling = new Settling(server);
        _pilots = new ModelPilots(server, _world, _model, random);
    }

    public async Task DoAsync(int operations)
    {
        for (var number = 1; number <= operations; number++)
        {
            _since = Now();
            try
            {
                _done.Add($"{number}: {await StepAsync()}");
                await SettleAsync();
                await _comparison.RunAsync(_since, wholeHistory: number % 50 == 0 || number == operations);
                await ReadFilledAsync();
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Assert.Fail($"{error.Message}\n\nIn operation {number}, after:\n{string.Join('\n', _done.TakeLast(12))}\n{error.StackTrace}");
            }
        }
    }

    private async Task<string> StepAsync() => _random.Next(100) switch
    {
        < 14 => _model.Jobs.Count < MostJobs ? await SubmitAsync() : await ControlAsync("delete"),
        < 16 => await SubmitBadAsync(),
        < 24 => await ControlAsync("kill"),
        < 30 => await ControlAsync("delete"),
        < 39 => await RescheduleAsync(),
        < 54 => await SetStatusAsync(),
        < 60 => await SetMetadataAsync(),
        < 64 => await BeatAsync(),
        < 78 => await _pilots.MatchAsync(),
        < 91 => await _pilots.ReportAsync(),
        < 94 => await _pilots.BeatAsync(),
        < 96 => await _pilots.ExpireAsync(),
        < 98 => await LetDelaysEndAsync(),
        _ => await CleanAsync(),
    };

    private async Task<string> SubmitAsync()
    {
        var user = Any(_world.Users);
        var kinds = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Any(JobKind.All(user.Vo))).ToList();
        if (kinds.Find(kind => kind.Jobs > 1) is { } parametric) kinds = [parametric];
        var reply = await user.Session.TrySubmitAsync([.. kinds.Select(kind => $"[ Executable = \"/bin/true\"; {kind.Jdl}]")]);
        if (!user.MaySubmit)
        {
            reply.MustBe(HttpStatusCode.Forbidden);
            return $"{user.Name} may not submit";
        }

        var ids = reply.Read(ModelJsonContext.Default.IReadOnlyListSubmittedJob).Select(job => job.JobID).ToList();
        var all = kinds.SelectMany(kind => Enumerable.Repeat(kind, kind.Jobs)).ToList();
        Assert.Equal(all.Count, ids.Count);
        foreach (var (id, kind) in ids.Zip(all)) _model.Submit(id, user, kind);
        return $"{user.Name} submits {string.Join(", ", ids)}: {string.Join(" + ", kinds.Select(kind => kind.Jdl))}";
    }

    private async Task<string> SubmitBadAsync()
    {
        var (user, bad) = (Any(_world.Users.Where(user => user.MaySubmit)), Any(JobKind.Bad));
        (await user.Session.TrySubmitAsync("[ Executable = \"/bin/true\"; ]", bad)).MustBe(HttpStatusCode.BadRequest);
        return $"{user.Name} submits a good one and {bad}";
    }

    private async Task<string> ControlAsync(string verb)
    {
        var ids = AnyIds();
        var user = AnyUser(ids[0]);
        var wanted = verb == "kill" ? _model.Kill(user, ids) : _model.Delete(user, ids);
        var result = await user.Session.ControlAsync(verb, [.. ids]);
        Assert.Equal(wanted.Order(), result.Success.Keys.Order());
        Assert.Equal(ids.Distinct().Except(wanted).Order(), result.Failed.Keys.Order());
        return $"{user.Name} of {user.Group}: {verb} {string.Join(", ", ids)} does {string.Join(", ", wanted)}";
    }

    private async Task<string> RescheduleAsync()
    {
        var (ids, reset) = (AnyIds(), _random.Next(3) == 0);
        var user = AnyUser(ids[0]);
        var wanted = _model.Reschedule(user, ids, reset);
        var reply = await user.Session.PostAsync($"/api/jobs/reschedule?reset_jobs={(reset ? "true" : "false")}", $$"""{"job_ids":[{{string.Join(',', ids)}}]}""");
        CheckOutcome(reply, ids, wanted, HttpStatusCode.BadRequest);
        return $"{user.Name} of {user.Group}: {(reset ? "reset" : "reschedule")} {string.Join(", ", ids)} does {string.Join(", ", wanted)}";
    }

    private async Task<string> SetStatusAsync()
    {
        var (id, force) = (AnyIds()[0], _random.Next(6) == 0);
        var user = AnyUser(id);
        var job = _model.Jobs.GetValueOrDefault(id);
        var updates = Enumerable.Range(0, _random.Next(1, 4)).Select(index => (Time: AnyTime(index), Status: AnyStatus(job), Minor: AnyText("m"), Application: AnyText("a"), Source: Any(["JobWrapper", "Me"])))
            .DistinctBy(update => update.Time).ToList();
        if (force && job is { IsQueued: true }) force = false;
        var body = updates.ToDictionary(
            update => update.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            update => new StatusUpdate(update.Status, update.Minor, update.Application, update.Source));
        var text = JsonSerializer.Serialize(
            new Dictionary<long, IReadOnlyDictionary<string, StatusUpdate>> { [id] = body },
            ModelJsonContext.Default.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringStatusUpdate);
        var reply = await user.Session.PatchAsync($"/api/jobs/status?force={(force ? "true" : "false")}", text);
        var what = $"{user.Name} of {user.Group} sets{(force ? " by force" : "")} {text}";
        if (force && !user.IsAdministrator) reply.MustBe(HttpStatusCode.Forbidden);
        else CheckOutcome(reply, [id], job is not null && user.MayChange(job) && SetStatus(user, job, updates, force) ? [id] : [], HttpStatusCode.NotFound);
        return what;
    }

    // A lone Killed or Deleted is a kill or delete.
    private bool SetStatus(ModelUser user, ModelJob job, List<(DateTime, string?, string?, string?, string)> updates, bool force)
    {
        if (updates is [(_, "Killed", _, _, _)]) return _model.Kill(user, [job.Id]).Count > 0;
        if (updates is [(_, "Deleted", _, _, _)]) return _model.Delete(user, [job.Id]).Count > 0;
        WorkloadModel.SetStatus(job, updates, force);
        return true;
    }

    private async Task<string> SetMetadataAsync()
    {
        var (ids, value) = (AnyIds().Distinct().ToList(), Any(["x", "y", "z"]));
        var user = AnyUser(ids[0]);
        var (name, good) = Any([("JobGroup", true), ("Note", true), ("Remark", true), ("Owner", false), ("Status", false)]);
        var reply = await user.Session.PatchAsync("/api/jobs/metadata", $"{{{string.Join(',', ids.Select(id => $"\"{id}\":{{\"{name}\":\"{value}\"}}"))}}}");
        var may = ids.All(id => _model.Jobs.TryGetValue(id, out var job) && user.MayChange(job));
        Assert.Equal(may && good, reply.Status == HttpStatusCode.NoContent);
        foreach (var job in ids.Select(id => _model.Jobs.GetValueOrDefault(id)).OfType<ModelJob>().Where(_ => may && good))
        {
            if (name == "JobGroup") job.JobGroup = value;
            else job.Parameters[name] = value;
        }

        return $"{user.Name} sets {name} = {value} of {string.Join(", ", ids)}: {(int)reply.Status}";
    }

    private async Task<string> BeatAsync()
    {
        var id = AnyIds()[0];
        var user = AnyUser(id);
        var job = _model.Jobs.GetValueOrDefault(id);
        var reply = await user.Session.PatchAsync("/api/jobs/heartbeat", $$$"""{"{{{id}}}":{"LoadAverage":1}}""");
        var may = job is not null && user.MayChange(job);
        Assert.Equal(may, reply.Status == HttpStatusCode.OK);
        if (may) WorkloadModel.Beat(job!);
        if (may) Assert.Equal(job!.Status is not ("Done" or "Failed" or "Deleted") && job.Kills > 0, reply.Read(ModelJsonContext.Default.IReadOnlyListJobCommand).Count > 0);
        return $"{user.Name} sends a heartbeat of {id}";
    }

    private async Task<string> LetDelaysEndAsync()
    {
        foreach (var job in _model.Jobs.Values) job.DelayIsOver = true;
        await _server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET RescheduleTime = '2026-01-01 00:00:00' WHERE VO IN ('{_world.Vo}', '{_world.OtherVo}') AND RescheduleTime IS NOT NULL");
        return "delays end";
    }

    // Only time tells a delay after a rescheduling, so time stands still for it: it is over when the run says so.
    private async Task SettleAsync()
    {
        await _settling.IdleAsync();
        if (_model.Jobs.Values.Any(job => job is { DelayIsOver: false, Awaits: "JobPath" }))
        {
            await _server.ExecuteAsync(
                "JobDB", $"UPDATE {{Jobs}} SET RescheduleTime = '2090-01-01 00:00:00' WHERE VO IN ('{_world.Vo}', '{_world.OtherVo}') AND RescheduleCounter > 0 AND RescheduleTime > '2026-01-02 00:00:00'");
        }

        var held = _model.Jobs.Values.Where(job => job.Awaits == "JobScheduling").ToList();
        if (held.Any(job => WorkloadModel.HoldOf(job) != job.Application))
        {
            // With those that this step has rescheduled: the server holds them already.
            await _settling.HeldAsync([.. _model.Jobs.Values.Where(job => job.Awaits is not null).Select(job => job.Id)]);
        }

        _model.Optimise();
    }

    private async Task<string> CleanAsync()
    {
        await _server.StartRoundAsync(new JobCleaningRound());
        return $"cleaning removes {string.Join(", ", _model.Clean())}";
    }

    // What a person sees: in order, with every idem filled in.
    private async Task ReadFilledAsync()
    {
        if (_model.Jobs.Count == 0) return;
        var job = Any(_model.Jobs.Values);
        var (status, minor, application) = ("Unknown", "Unknown", "Unknown");
        var wanted = new List<string>();
        foreach (var line in job.Known.OrderBy(line => line.Order))
        {
            status = line.Status == ModelLine.Same ? status : line.Status;
            minor = line.Minor == ModelLine.Same ? minor : line.Minor;
            application = line.Application == ModelLine.Same ? application : line.Application;
            wanted.Add($"{status}/{minor}/{application} by {line.Source}");
        }

        var seen = await _world.Users.First(user => user.Vo == job.Vo).Session.LogAsync(job.Id);
        Assert.Equal(wanted, seen.Select(line => $"{line.Status}/{line.MinorStatus}/{line.ApplicationStatus} by {line.Source}"));
    }

    private static void CheckOutcome(Reply reply, IReadOnlyList<long> ids, HashSet<long> wanted, HttpStatusCode whenNone)
    {
        if (wanted.Count == 0)
        {
            reply.MustBe(whenNone);
            return;
        }

        var result = reply.Read(ModelJsonContext.Default.BulkResult);
        Assert.Equal(wanted.Order(), result.Success.Keys.Order());
        Assert.Equal(ids.Distinct().Except(wanted).Order(), result.Failed.Keys.Order());
    }

    // A job in a queue is taken out by kill, delete and reschedule only: what a status set by hand leaves behind, a pilot finds.
    private string? AnyStatus(ModelJob? job)
    {
        if (_random.Next(5) == 0) return null;
        return Any(StateTable.All.Where(status => job is not { IsQueued: true } || (!StateTable.CanGo("Waiting", status) || status is "Killed" or "Deleted")).Where(status =>
            job is not { IsQueued: true } || status is not ("Killed" or "Deleted")));
    }

    private string? AnyText(string stem) => _random.Next(2) == 0 ? null : $"{stem}{_random.Next(4)}";

    private DateTime AnyTime(int index) => Rounded(Now()).AddMilliseconds(index) + Any([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(-1), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(2)]);

    private List<long> AnyIds() =>
        [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(12) == 0 || _model.Jobs.Count == 0 ? 4_000_000_000 + _random.Next(3) : Any(_model.Jobs.Keys))];

    // Mostly somebody who may do it: refusals alone teach little.
    private ModelUser AnyUser(long id) =>
        _random.Next(4) > 0 && _model.Jobs.TryGetValue(id, out var job) ? Any(_world.Users.Where(user => user.MayChange(job))) : Any(_world.Users);

    private T Any<T>(IEnumerable<T> values)
    {
        var list = values.ToList();
        return list[_random.Next(list.Count)];
    }

    private static DateTime Now() => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static DateTime Rounded(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
}
