using Dirac.Client.Jobs;
using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>How many jobs that do nothing get through everything in a second: from the first submission to the last job Done.</summary>
internal sealed class ThroughputBenchmark(TimeProvider clock) : IBenchmark
{
    private const string Nothing = "[ Executable = \"/bin/true\"; ]";
    private const int Usual = 5_000;
    private const int WarmUp = 500;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Jobs ?? Usual;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        await using var pilot = await InstalledPilot.StartAsync(server, Path.Combine(directory, "pilot"), options.Slots, cancellationToken);
        var jobs = new JobClient(server.User);
        await SubmitAsync(jobs, WarmUp, options.Batch, cancellationToken);
        await JobCounts.WaitForDoneAsync(jobs, WarmUp, Glance, clock, cancellationToken);

        var before = (Server: ProcessUsage.Read(server.Program.Pid), Pilot: ProcessUsage.Read(pilot.Program.Pid));
        var started = clock.GetTimestamp();
        await SubmitAsync(jobs, count, options.Batch, cancellationToken);
        var submitted = clock.GetElapsedTime(started);
        await JobCounts.WaitForDoneAsync(jobs, WarmUp + count, Glance, clock, cancellationToken);
        var elapsed = clock.GetElapsedTime(started);
        var after = (Server: ProcessUsage.Read(server.Program.Pid), Pilot: ProcessUsage.Read(pilot.Program.Pid));

        figures.Add("jobs", count);
        figures.Add("slots", options.Slots);
        figures.Add("batch", options.Batch);
        figures.Add("jobs_per_s", count / elapsed.TotalSeconds);
        figures.Add("submit_s", submitted.TotalSeconds);
        figures.Add("elapsed_s", elapsed.TotalSeconds);
        figures.Add("server_cpu_ms_per_job", (after.Server.Cpu - before.Server.Cpu).TotalMilliseconds / count);
        figures.Add("pilot_cpu_ms_per_job", (after.Pilot.Cpu - before.Pilot.Cpu).TotalMilliseconds / count);
        figures.Add("payload_cpu_ms_per_job", (after.Pilot.ChildrenCpu - before.Pilot.ChildrenCpu).TotalMilliseconds / count);
        figures.Add("server_rss_mb", after.Server.ResidentMegabytes);
    }

    private static async Task SubmitAsync(JobClient jobs, int count, int batch, CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Repeat(Nothing, count).Chunk(batch)) await jobs.SubmitAsync(chunk, cancellationToken);
    }
}
