using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Jobs;

/// <summary>How many jobs a choice means now, by status: what people are shown before they say yes.</summary>
/// <param name="Statuses">Statuses with numbers of jobs, the commonest first.</param>
internal sealed record JobPreview(IReadOnlyList<(string Status, long Jobs)> Statuses)
{
    /// <summary>How many jobs there are.</summary>
    public long Jobs => Statuses.Sum(status => status.Jobs);

    /// <summary>Counts.</summary>
    /// <param name="jobs">The server.</param>
    /// <param name="choice">Which jobs.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<JobPreview> ReadAsync(JobClient jobs, JobChoice choice, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>();
        foreach (var search in choice.ToSearches())
        {
            foreach (var row in await jobs.SummaryAsync(new SummaryRequest(["Status"], search), cancellationToken))
            {
                var status = row.GetProperty("Status").GetString()!;
                counts[status] = counts.GetValueOrDefault(status) + row.GetProperty("count").GetInt64();
            }
        }

        return new JobPreview([.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value))]);
    }

    /// <summary>For example <c>1,234 jobs (1,000 Waiting, 234 Running)</c>.</summary>
    public override string ToString() =>
        Statuses is [var (status, jobs)] ? $"{Numbers.Of(jobs, "job")} ({status})" : $"{Numbers.Of(Jobs, "job")} ({string.Join(", ", Statuses.Select(count => $"{Numbers.Of(count.Jobs)} {count.Status}"))})";
}
