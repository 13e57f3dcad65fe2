using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Benchmarks;

/// <summary>Waits for jobs by counting them.</summary>
internal static class JobCounts
{
    /// <summary>Waits until so many jobs are Done.</summary>
    /// <param name="jobs">The server.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="pause">Time between two looks.</param>
    /// <param name="clock">The clock of the pauses.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">A job failed.</exception>
    public static async Task WaitForDoneAsync(JobClient jobs, long wanted, TimeSpan pause, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var counts = (await jobs.SummaryAsync(new SummaryRequest(["Status"]), cancellationToken))
                .ToDictionary(row => row.GetProperty("Status").GetString()!, row => row.GetProperty("count").GetInt64());
            if (counts.GetValueOrDefault("Done") >= wanted) return;
            if (counts.GetValueOrDefault("Failed") > 0) throw new InvalidOperationException($"{counts["Failed"]} jobs failed.");
            await Task.Delay(pause, clock, cancellationToken);
        }
    }
}
