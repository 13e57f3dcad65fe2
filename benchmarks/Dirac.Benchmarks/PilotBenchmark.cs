using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.Benchmarks;

/// <summary>The native pilot's size, and the time from its exec until the server has answered its first match request with a job that waits.</summary>
/// <remarks>
/// The clock starts before the shell that turns into the pilot, and ends at the time of the line that the pilot logs when it has the answer: measured at
/// the client, with login, pilot row and TLS in it. Each run has a pilot of its own that ends after the job.
/// </remarks>
internal sealed class PilotBenchmark(TimeProvider clock) : IBenchmark
{
    private const int WarmUp = 2;
    private const string JobStarts = " 12300 ";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        var matches = new List<double>();
        for (var run = 0; run < WarmUp + options.Runs; run++)
        {
            var time = await RunOneAsync(server, Path.Combine(directory, $"pilot.{run}"), cancellationToken);
            if (run >= WarmUp) matches.Add(time.TotalMilliseconds);
        }

        figures.Add("warm_up", WarmUp);
        figures.Add("runs", options.Runs);
        figures.Add("size_mb", new FileInfo(Programs.Pilot).Length / 1e6);
        figures.Add("first_match_ms", Figures.Percentile(matches, 50));
        figures.Add("first_match_max_ms", matches.Max());
    }

    private async Task<TimeSpan> RunOneAsync(InstalledServer server, string directory, CancellationToken cancellationToken)
    {
        await SubmitAsync(new JobClient(server.User), cancellationToken);
        var secret = await server.CreatePilotSecretAsync(InstalledPilot.Site, 1, cancellationToken);
        var started = clock.GetUtcNow();
        await using var pilot = InstalledPilot.Start(Programs.Pilot, server, secret, directory, processors: 1, "--max-jobs", "1");
        var code = await pilot.Program.WaitAsync(cancellationToken);
        var line = (await File.ReadAllLinesAsync(pilot.LogFile, cancellationToken)).FirstOrDefault(line => line.Contains(JobStarts, StringComparison.Ordinal));
        return code == 0 && line is not null
            ? DateTimeOffset.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) - started
            : throw new InvalidOperationException($"The pilot ended with {code} and without a job; see {pilot.LogFile}.");
    }

    private async Task SubmitAsync(JobClient jobs, CancellationToken cancellationToken)
    {
        await jobs.SubmitAsync(["[ Executable = \"/bin/true\"; ]"], cancellationToken);
        while (!(await jobs.SummaryAsync(new SummaryRequest(["Status"]), cancellationToken)).Any(row => row.GetProperty("Status").GetString() == "Waiting"))
        {
            await Task.Delay(Glance, clock, cancellationToken);
        }
    }
}
