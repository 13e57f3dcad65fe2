using System.Text.Json;
using Dirac.Client.Jobs;
using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.Benchmarks;

/// <summary>Lists and numbers among very many jobs, over HTTP on a connection that is kept: a page of 50 of one owner, the newest first, with its exact total; numbers by status and site.</summary>
/// <remarks>
/// Owners are asked for in turn, those with many jobs and those with few alike. With <c>--data</c> the jobs stay and a second run finds them
/// loaded. Every page's total is the sum of kept numbers; those of a few owners are compared with a count of the rows.
/// </remarks>
internal sealed class SearchBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 100_000;
    private const int PerPage = 50;
    private const int WarmUp = 100;
    private const int Requests = 400;
    private const int DeepPages = 40;
    private const int Checked = 5;

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Jobs ?? Usual;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        var loading = await LoadAsync(server, count, cancellationToken);
        await server.StartAsync(cancellationToken);
        var jobs = new JobClient(server.User);
        await CheckTotalsAsync(server, jobs, cancellationToken);

        figures.Add("jobs", count);
        figures.Add("load_s", loading.TotalSeconds);
        await MeasureAsync(figures, "page", turn => PageAsync(jobs, turn, "JobID", cancellationToken));
        await MeasureAsync(figures, "page_updated", turn => PageAsync(jobs, turn, "LastUpdateTime", cancellationToken));
        await MeasureAsync(figures, "page_failed", turn => PageAsync(jobs, turn, "JobID", cancellationToken, Is("Status", "Failed")));
        await MeasureAsync(figures, "summary", turn => jobs.SummaryAsync(new SummaryRequest(turn % 2 == 0 ? ["Status"] : ["Site", "Status"]), cancellationToken));
        await MeasureAsync(figures, "summary_owner", turn => jobs.SummaryAsync(new SummaryRequest(["Status", "Site"], [Is("Owner", Owner(turn))]), cancellationToken));
        figures.Add("deep_page_p50_ms", Figures.Percentile(await GoDeepAsync(jobs, cancellationToken), 50));
        figures.Add("server_rss_mb", ProcessUsage.Read(server.Program.Pid).ResidentMegabytes);
        await server.StopAsync(cancellationToken);
    }

    // The server makes its tables; rows are put into them while it does not run.
    private async Task<TimeSpan> LoadAsync(InstalledServer server, int count, CancellationToken cancellationToken)
    {
        await server.StartAsync(cancellationToken);
        await server.StopAsync(cancellationToken);
        await using var loader = await SearchLoader.OpenAsync(server, cancellationToken);
        var there = await loader.CountAsync("1 = 1", cancellationToken);
        if (there == count) return TimeSpan.Zero;
        if (there > 0) throw new InvalidOperationException($"There are {there} jobs in these data, not {count}; use another folder with --data.");
        var started = clock.GetTimestamp();
        await loader.LoadAsync(SearchData.Rows(count), cancellationToken);
        return clock.GetElapsedTime(started);
    }

    private async Task MeasureAsync(Figures figures, string name, Func<int, Task> requestAsync)
    {
        var times = new List<double>(Requests);
        for (var turn = 0; turn < WarmUp + Requests; turn++)
        {
            var started = clock.GetTimestamp();
            await requestAsync(turn);
            if (turn >= WarmUp) times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
        }

        figures.Add($"{name}_p50_ms", Figures.Percentile(times, 50));
        figures.Add($"{name}_p99_ms", Figures.Percentile(times, 99));
    }

    private static Task<SearchPage> PageAsync(JobClient jobs, int turn, string sort, CancellationToken cancellationToken, params SearchCondition[] more) =>
        jobs.SearchAsync(new SearchRequest(Search: [Is("Owner", Owner(turn)), .. more], Sort: [new SortKey(sort, "desc")]), 1, PerPage, cancellationToken);

    // Of the busiest owner, so that there are deep pages.
    private async Task<IReadOnlyList<double>> GoDeepAsync(JobClient jobs, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var request = new SearchRequest(Search: [Is("Owner", Owner(0))], Sort: [new SortKey("LastUpdateTime", "desc")]);
        var page = await jobs.SearchAsync(request, 1, PerPage, cancellationToken);
        for (var turn = 0; turn < DeepPages && page.Next is not null; turn++)
        {
            // Every other step is a long one.
            var perPage = turn % 2 == 0 ? 1_000 : PerPage;
            var started = clock.GetTimestamp();
            page = await jobs.SearchAfterAsync(request, page.Next, perPage, cancellationToken);
            if (perPage == PerPage) times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
        }

        return times.Count > 0 ? times : [0];
    }

    private static async Task CheckTotalsAsync(InstalledServer server, JobClient jobs, CancellationToken cancellationToken)
    {
        await using var loader = await SearchLoader.OpenAsync(server, cancellationToken);
        for (var turn = 0; turn < Checked; turn++)
        {
            var total = (await PageAsync(jobs, turn * 7, "JobID", cancellationToken)).Total;
            var counted = await loader.CountAsync($"VO = '{SearchData.OwnVo}' AND Owner = '{Owner(turn * 7)}'", cancellationToken);
            if (total != counted) throw new InvalidOperationException($"{Owner(turn * 7)} has {counted} jobs; the page says {total}.");
        }
    }

    private static string Owner(int turn) => SearchData.OwnOwners[turn % SearchData.OwnOwners.Count];

    private static SearchCondition Is(string column, string value) => new(column, "eq", JsonSerializer.SerializeToElement(value, ModelJsonContext.Default.String));
}
