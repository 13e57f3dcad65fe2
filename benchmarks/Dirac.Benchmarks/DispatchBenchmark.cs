using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>How soon the payload of a lonely job starts: from the reply that accepted it to the time the payload itself notes first of all.</summary>
/// <remarks>
/// The payload is a shell script of one command, <c>date</c> with nanoseconds, so its own start is part of the figure. The next job is
/// submitted when the former is Done.
/// </remarks>
internal sealed class DispatchBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 500;
    private const int WarmUp = 50;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Jobs ?? Usual;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        await using var pilot = await InstalledPilot.StartAsync(server, Path.Combine(directory, "pilot"), processors: 1, cancellationToken);
        var script = WriteScript(directory);
        var jobs = new JobClient(server.User);

        var delays = new List<double>();
        for (var i = 0; i < WarmUp + count; i++)
        {
            var delay = await RunOneAsync(jobs, script, Path.Combine(directory, $"start.{i}"), i + 1, cancellationToken);
            if (i >= WarmUp) delays.Add(delay);
        }

        figures.Add("jobs", count);
        figures.Add("start_p50_ms", Figures.Percentile(delays, 50));
        figures.Add("start_p90_ms", Figures.Percentile(delays, 90));
        figures.Add("start_p99_ms", Figures.Percentile(delays, 99));
        figures.Add("start_max_ms", delays.Max());
    }

    private async Task<double> RunOneAsync(JobClient jobs, string script, string mark, long number, CancellationToken cancellationToken)
    {
        await jobs.SubmitAsync([$"[ Executable = \"{script}\"; Arguments = \"{mark}\"; ]"], cancellationToken);
        var accepted = clock.GetUtcNow();
        await JobCounts.WaitForDoneAsync(jobs, number, Glance, clock, cancellationToken);
        var nanoseconds = long.Parse(await File.ReadAllTextAsync(mark, cancellationToken), CultureInfo.InvariantCulture);
        return (DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100) - accepted).TotalMilliseconds;
    }

    private static string WriteScript(string directory)
    {
        var path = Path.Combine(directory, "payload");
        File.WriteAllText(path, "#!/bin/sh\nexec /bin/date +%s%N > \"$1\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
