using Dirac.Client.Jobs;
using Dirac.Installation;
using Dirac.Model.Configuration;

namespace Dirac.Benchmarks;

/// <summary>How long the question takes why a job waits, over HTTP, with many jobs waiting and many sites configured.</summary>
/// <remarks>Open loop: questions about random jobs are sent at fixed times, and the answer's time counts from the time it was to be sent.</remarks>
internal sealed class ExplainBenchmark(TimeProvider clock) : IBenchmark
{
    private const int UsualJobs = 100_000;
    private const int Questions = 2_000;
    private const int WarmUp = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Jobs ?? UsualJobs;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        await server.StopAsync(cancellationToken);
        var loading = clock.GetTimestamp();
        await LoadAsync(server, new WaitingCommunity(count, options.Sites), cancellationToken);
        var loaded = clock.GetElapsedTime(loading);
        await server.StartAsync(cancellationToken);

        var explain = new ExplainClient(server.User);
        await AskAsync(explain, count, WarmUp, new Random(1), cancellationToken);
        var before = ProcessUsage.Read(server.Program.Pid);
        var times = await AskAsync(explain, count, Questions, new Random(2), cancellationToken);
        var usage = ProcessUsage.Read(server.Program.Pid);
        figures.Add("jobs", count);
        figures.Add("sites", options.Sites);
        figures.Add("queues", WaitingCommunity.Queues);
        figures.Add("questions", Questions);
        figures.Add("load_s", loaded.TotalSeconds);
        figures.Add("p50_ms", Figures.Percentile(times, 50));
        figures.Add("p90_ms", Figures.Percentile(times, 90));
        figures.Add("p99_ms", Figures.Percentile(times, 99));
        figures.Add("max_ms", times.Max());
        figures.Add("server_cpu_ms_per_question", (usage.Cpu - before.Cpu).TotalMilliseconds / Questions);
        figures.Add("server_rss_mb", usage.ResidentMegabytes);
    }

    private static async Task LoadAsync(InstalledServer server, WaitingCommunity community, CancellationToken cancellationToken)
    {
        var path = Path.Combine(server.Directory, "dirac.cfg");
        var configuration = Cfg.Parse(await File.ReadAllTextAsync(path, cancellationToken));
        await File.WriteAllTextAsync(path, Cfg.Write(community.AddSites(configuration)), cancellationToken);
        await using var tables = await BulkTables.OpenAsync(server, cancellationToken);
        await community.LoadAsync(tables, Environment.UserName, cancellationToken);
    }

    private async Task<IReadOnlyList<double>> AskAsync(ExplainClient explain, int jobs, int questions, Random random, CancellationToken cancellationToken)
    {
        var asked = new List<Task<double>>();
        var begun = clock.GetTimestamp();
        for (var question = 0; question < questions; question++)
        {
            var due = begun + (long)(question * Pause.TotalSeconds * clock.TimestampFrequency);
            var wait = clock.GetElapsedTime(clock.GetTimestamp(), due);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellationToken);
#pragma warning disable CA5394 // Random on purpose, with a seed.
            asked.Add(AskAsync(explain, random.Next(1, jobs + 1), due, cancellationToken));
#pragma warning restore CA5394
        }

        return await Task.WhenAll(asked);
    }

    private async Task<double> AskAsync(ExplainClient explain, long job, long due, CancellationToken cancellationToken)
    {
        var why = await explain.WhyAsync(job, cancellationToken: cancellationToken);
        if (why.Sites.Count == 0) throw new InvalidOperationException($"Job {job} has no answer of any site.");
        return Math.Max(0, clock.GetElapsedTime(due).TotalMilliseconds);
    }
}
