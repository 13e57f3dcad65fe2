using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.Benchmarks;

/// <summary>Status updates in bulks over HTTP, each with its line of history: how many a second until another connection sees the last line.</summary>
/// <remarks>Jobs become Matched and Running and then change their application status, as a payload that reports progress does.</remarks>
internal sealed class StatusBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 20_000;
    private const int Bulk = 100;
    private const int UpdatesPerJob = 4;
    private const int WarmUp = 20_000;
    private const int Clients = 4;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Updates ?? Usual;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        await using var eye = await ForeignEye.OpenAsync(server, cancellationToken);
        var jobs = new JobClient(server.User);
        await RunOneAsync(jobs, eye, await SubmitAsync(jobs, eye, WarmUp, cancellationToken), cancellationToken);

        var ids = await SubmitAsync(jobs, eye, count, cancellationToken);
        var before = ProcessUsage.Read(server.Program.Pid);
        var (replied, seen) = await RunOneAsync(jobs, eye, ids, cancellationToken);
        var after = ProcessUsage.Read(server.Program.Pid);

        figures.Add("warm_up", WarmUp);
        figures.Add("updates", count);
        figures.Add("bulk", Bulk);
        figures.Add("clients", Clients);
        figures.Add("replied_s", replied.TotalSeconds);
        figures.Add("seen_s", seen.TotalSeconds);
        figures.Add("updates_per_s", count / seen.TotalSeconds);
        figures.Add("server_cpu_ms_per_update", (after.Cpu - before.Cpu).TotalMilliseconds / count);
    }

    private async Task<List<long>> SubmitAsync(JobClient jobs, ForeignEye eye, int count, CancellationToken cancellationToken)
    {
        var ids = (await jobs.SubmitAsync([$"[ Executable = \"/bin/true\"; Arguments = \"%s\"; Parameters = {count / UpdatesPerJob}; ]"], cancellationToken))
            .Select(job => job.JobID).ToList();
        while (await eye.CountWaitingAsync(ids[0], ids[^1], cancellationToken) < ids.Count) await Task.Delay(Glance, clock, cancellationToken);
        return ids;
    }

    private async Task<(TimeSpan Replied, TimeSpan Seen)> RunOneAsync(JobClient jobs, ForeignEye eye, List<long> ids, CancellationToken cancellationToken)
    {
        var history = await WaitForHistoryAsync(eye, ids, ids.Count, cancellationToken);
        var bulks = Bulks(ids).ToList();
        var started = clock.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Clients),
            cancellationToken,
            async (client, token) =>
            {
                // A client has jobs of its own, so the updates of a job come in their order.
                foreach (var bulk in bulks.Where((_, index) => index / UpdatesPerJob % Clients == client)) await SendAsync(jobs, bulk, token);
            });
        var replied = clock.GetElapsedTime(started);
        await WaitForHistoryAsync(eye, ids, history + (ids.Count * UpdatesPerJob), cancellationToken);
        return (replied, clock.GetElapsedTime(started));
    }

    private async Task SendAsync(JobClient jobs, (IReadOnlyList<long> Ids, int Round) bulk, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var update = bulk.Round switch
        {
            0 => new StatusUpdate("Matched", "Assigned", "Unknown", "Matcher"),
            1 => new StatusUpdate("Running", "Application", "Unknown", "JobWrapper"),
            _ => new StatusUpdate(ApplicationStatus: $"{bulk.Round * 25} % done", Source: "JobWrapper"),
        };
        var result = await jobs.SetStatusAsync(
            bulk.Ids.ToDictionary(id => id, IReadOnlyDictionary<string, StatusUpdate> (_) => new Dictionary<string, StatusUpdate> { [now] = update }), cancellationToken: cancellationToken);
        if (result.Success.Count != bulk.Ids.Count) throw new InvalidOperationException($"{result.Failed.Count} updates were refused.");
    }

    private async Task<long> WaitForHistoryAsync(ForeignEye eye, List<long> ids, long atLeast, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lines = await eye.CountHistoryAsync(ids[0], ids[^1], cancellationToken);
            if (lines >= atLeast) return lines;
            await Task.Delay(Glance, clock, cancellationToken);
        }
    }

    private static IEnumerable<(IReadOnlyList<long> Ids, int Round)> Bulks(List<long> ids) =>
        from chunk in ids.Chunk(Bulk)
        from round in Enumerable.Range(0, UpdatesPerJob)
        select ((IReadOnlyList<long>)chunk, round);
}
