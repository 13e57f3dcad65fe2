using System.Text.Json;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Samples.ClientLibrary;

/// <summary>Finds jobs, page by page, and counts them.</summary>
internal static class SearchJobs
{
    private const int PageSize = 100;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var connection = Server.Connect();
        var jobs = new JobClient(connection);

        var search = new SearchRequest(
            ["JobID", "Status", "JobName"],
            [new SearchCondition("JobName", "eq", JsonSerializer.SerializeToElement("hello", ValueContext.Default.String))],
            [new SortKey("JobID", "desc")]);
        var page = await jobs.SearchAsync(search, page: 1, PageSize, cancellationToken);
        Console.WriteLine($"{page.Total} called hello:");
        while (true)
        {
            foreach (var row in page.Rows) Console.WriteLine($"  {row.GetProperty("JobID")} {row.GetProperty("Status")}");
            if (page.Next is not { } next) break;
            // Following pages are read behind a cursor: that costs the same however far one goes.
            page = await jobs.SearchAfterAsync(search, next, PageSize, cancellationToken);
        }

        foreach (var row in await jobs.SummaryAsync(new SummaryRequest(["Status"]), cancellationToken))
        {
            Console.WriteLine($"{row.GetProperty("Status")}: {row.GetProperty("count")}");
        }
    }
}
