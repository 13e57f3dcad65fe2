using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Installation;

namespace Dirac.Benchmarks.Rest;

/// <summary>The REST surface under some clients at once, each with one kept https connection and one request at a time: status updates, pages of a search, refreshes of tokens.</summary>
/// <remarks>
/// Clients and server share the machine. Each figure is the median of the runs; a figure with <c>_least</c> is the slowest of them. Status updates are counted
/// by jobs until another connection to the database sees the last line of their history; every page is checked to have all its rows.
/// </remarks>
internal sealed class RestBenchmark(TimeProvider clock) : IBenchmark
{
    private const int UsualJobs = 100_000;
    private const int UsualClients = 4;
    private const int Pages = 2_000;
    private const int Refreshes = 1_000;
    private const int StatusCalls = 200;
    private const int WarmUpParts = 4;

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var clients = options.Clients ?? UsualClients;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await LoadAsync(server, options.Jobs ?? UsualJobs, cancellationToken);
        await server.StartWithAsync(Unthrottled, cancellationToken);
        figures.Add("jobs", options.Jobs ?? UsualJobs);
        figures.Add("clients", clients);
        figures.Add("runs", options.Runs);

        using var fleet = await RestFleet.LoginAsync(server, clients, clock, cancellationToken);
        await using var eye = await ForeignEye.OpenAsync(server, cancellationToken);
        await MeasureAsync(server, figures, options.Runs, "search", Pages, new SearchPages(fleet), cancellationToken);
        await MeasureAsync(server, figures, options.Runs, "refresh", Refreshes, new TokenRefreshes(fleet), cancellationToken);
        var status = await StatusBulks.PrepareAsync(fleet, new JobClient(server.User), eye, clock, cancellationToken);
        await MeasureAsync(server, figures, options.Runs, "status_calls", StatusCalls, status, cancellationToken);
        figures.Add("status_jobs_per_call", StatusBulks.JobsPerCall);
        figures.Add("status_per_s", StatusBulks.JobsPerCall * figures.Number("status_calls_per_s"));
        figures.Add("server_rss_mb", ProcessUsage.Read(server.Program.Pid).ResidentMegabytes);
        figures.Add("load1_end", double.Parse((await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0], CultureInfo.InvariantCulture));
        await server.StopAsync(cancellationToken);
    }

    // One user asks as fast as the server answers; that is what limits are for.
    private static readonly Dictionary<string, string> Unthrottled = new()
    {
        ["/Systems/Framework/RateLimits/UserPerSecond"] = "1000000",
        ["/Systems/Framework/RateLimits/UserBurst"] = "1000000",
    };

    // The server makes its tables; rows are put into them while it does not run.
    private static async Task LoadAsync(InstalledServer server, int count, CancellationToken cancellationToken)
    {
        await server.StartAsync(cancellationToken);
        await server.StopAsync(cancellationToken);
        await using var loader = await SearchLoader.OpenAsync(server, cancellationToken);
        if (await loader.CountAsync("1 = 1", cancellationToken) > 0) throw new InvalidOperationException("There are jobs in these data; use another folder with --data.");
        await loader.LoadAsync(SearchData.Rows(count), cancellationToken);
    }

    private async Task MeasureAsync(InstalledServer server, Figures figures, int runs, string name, int count, IRestLoad load, CancellationToken cancellationToken)
    {
        await load.RunAsync(Math.Max(count / WarmUpParts, 1), cancellationToken);
        var (rates, cpu) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            var before = ProcessUsage.Read(server.Program.Pid);
            var started = clock.GetTimestamp();
            await load.RunAsync(count, cancellationToken);
            rates.Add(count / clock.GetElapsedTime(started).TotalSeconds);
            cpu.Add((ProcessUsage.Read(server.Program.Pid).Cpu - before.Cpu).TotalMilliseconds / count);
        }

        figures.Add($"{name}_per_s", Figures.Percentile(rates, 50));
        figures.Add($"{name}_per_s_least", rates.Min());
        figures.Add($"{name}_server_cpu_ms", Figures.Percentile(cpu, 50));
    }
}
