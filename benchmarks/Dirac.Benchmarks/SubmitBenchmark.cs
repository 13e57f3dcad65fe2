using Dirac.Client.Jobs;
using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>One parametric submission over HTTP: how soon all its rows can be seen from outside, and how soon its last job is Waiting.</summary>
/// <remarks>
/// The clock starts before the request is written and stops when the reply is in and another connection to the database sees every row of Jobs,
/// JobJDLs and LoggingInfo.
/// </remarks>
internal sealed class SubmitBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 100_000;
    private const int WarmUp = 1_000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Jobs ?? Usual;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        await using var eye = await ForeignEye.OpenAsync(server, cancellationToken);
        var jobs = new JobClient(server.User);
        await RunOneAsync(jobs, eye, WarmUp, cancellationToken);

        var before = ProcessUsage.Read(server.Program.Pid);
        var (replied, seen, waiting) = await RunOneAsync(jobs, eye, count, cancellationToken);
        var after = ProcessUsage.Read(server.Program.Pid);

        figures.Add("jobs", count);
        figures.Add("reply_s", replied.TotalSeconds);
        figures.Add("seen_s", seen.TotalSeconds);
        figures.Add("jobs_per_s", count / seen.TotalSeconds);
        figures.Add("all_waiting_s", waiting.TotalSeconds);
        figures.Add("server_cpu_ms_per_job", (after.Cpu - before.Cpu).TotalMilliseconds / count);
        figures.Add("server_rss_mb", after.ResidentMegabytes);
    }

    private async Task<(TimeSpan Replied, TimeSpan Seen, TimeSpan Waiting)> RunOneAsync(JobClient jobs, ForeignEye eye, int count, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var accepted = await jobs.SubmitAsync([Description(count)], cancellationToken);
        var replied = clock.GetElapsedTime(started);
        if (accepted.Count != count) throw new InvalidOperationException($"{accepted.Count} jobs were accepted, not {count}.");
        var (first, last) = (accepted.Min(job => job.JobID), accepted.Max(job => job.JobID));
        while (!await eye.SeesAsync(first, last, count, cancellationToken)) await Task.Delay(Glance, clock, cancellationToken);
        var seen = clock.GetElapsedTime(started);
        while (await eye.CountWaitingAsync(first, last, cancellationToken) < count) await Task.Delay(Glance, clock, cancellationToken);
        return (replied, seen, clock.GetElapsedTime(started));
    }

    private static string Description(int count) =>
        $$"""
        [
          JobName = "scan_%n";
          JobGroup = "bench";
          Executable = "simulate.sh";
          Arguments = "--seed %s --events 1000 --output histogram_%n.root";
          Parameters = {{count}};
          ParameterStart = 1000;
          ParameterStep = 7;
          CPUTime = 3600;
          OutputSandbox = {"std.out", "std.err", "histogram_%n.root"};
          StdOutput = "std.out";
          StdError = "std.err";
        ]
        """;
}
