using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Client.Pilots;
using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.Benchmarks;

/// <summary>Jobs that do nothing on the same two slots of a real Slurm: by our pilots, one by one with sbatch, and as one array; from the first submission to the last end.</summary>
/// <remarks>Through ssh, the server is in a network that cannot be called, and Slurm behind a gate in others; Slurm's own commands run on the gate.</remarks>
internal sealed class SlurmBenchmark(TimeProvider clock) : IBenchmark
{
    private const string Site = "DIRAC.Slurm.org";
    private const string CE = $"/Resources/Sites/DIRAC/{Site}/CEs/cluster";
    private const int Usual = 1_000;
    private const string Tuned = "SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,sched_interval=1,bf_interval=1,default_queue_depth=5000,max_rpc_cnt=0;MaxJobCount=50000;MinJobAge=10";
    private const int LongestSeconds = 120;

    private static readonly string Wait =
        $"end=$(($(date +%s) + {LongestSeconds})); while left=$(squeue -h -r -t PD,R,CG | wc -l); [ $left -gt 0 ] && [ $(date +%s) -lt $end ]; do sleep 0.1; done; echo $left";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Jobs ?? Usual;
        figures.Add("jobs", count);
        figures.Add("slots", options.Slots);
        figures.Add("through", options.Through ?? "local");
        foreach (var (name, conf) in new[] { ("", ""), ("tuned_", Tuned) })
        {
            await using var cluster = await SlurmCluster.StartAsync(Path.Combine(directory, $"{name}slurm"), options.Slots, conf, options.Through is not null, cancellationToken);
            await OursAsync(Path.Combine(directory, $"{name}server"), cluster, name, count, options.Slots, figures, cancellationToken);
            await SlurmsAsync(cluster, $"{name}sbatch", count, $"i=0; while [ $i -lt {count} ]; do sbatch -o /dev/null --wrap true >/dev/null; i=$((i + 1)); done", figures, cancellationToken);
            await SlurmsAsync(cluster, $"{name}array", count, ArrayOf(count), figures, cancellationToken);
        }
    }

    private async Task OursAsync(string directory, SlurmCluster cluster, string name, int count, int slots, Figures figures, CancellationToken cancellationToken)
    {
        var options = new Dictionary<string, string>(cluster.ElementAt(CE, Path.Combine(directory, "area")))
        {
            [$"{CE}/PilotIdleTime"] = "5", [$"{CE}/MaxTotalJobs"] = $"{slots}", [$"{CE}/MaxWaitingJobs"] = $"{slots}",
            ["/Systems/WorkloadManagement/SiteDirection/PilotFile"] = Programs.Pilot, ["/Systems/WorkloadManagement/SiteDirection/StatusIntervalSeconds"] = "5",
        };
        await using var server = cluster.PrepareServer(directory, clock);
        await using var doorway = cluster.OpenDoorway(server);
        await server.StartWithAsync(options, cancellationToken);
        var jobs = new JobClient(server.User);
        var started = clock.GetTimestamp();
        foreach (var chunk in Enumerable.Repeat($"[ Executable = \"true\"; Site = \"{Site}\"; ]", count).Chunk(100)) await jobs.SubmitAsync(chunk, cancellationToken);
        await JobCounts.WaitForDoneAsync(jobs, count, Glance, clock, cancellationToken);
        figures.Add($"{name}ours_jobs_per_s", count / clock.GetElapsedTime(started).TotalSeconds);
        figures.Add($"{name}pilots", await WaitForPilotsAsync(new PilotClient(server.Admin), cancellationToken));
    }

    // They end by themselves when there is nothing left.
    private async Task<int> WaitForPilotsAsync(PilotClient pilots, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await pilots.SearchAsync(new SearchRequest { Parameters = ["PilotStamp", "Status"] }, 1, 1_000, cancellationToken);
            if (page.Rows.All(row => row.GetProperty("Status").GetString() == "Done")) return page.Rows.Count;
            await Task.Delay(Glance, clock, cancellationToken);
        }
    }

    // A cluster with Slurm's defaults takes twenty minutes for a thousand jobs: what has ended after two tells the rate, and how many that was is told too.
    private async Task SlurmsAsync(SlurmCluster cluster, string name, int count, string submit, Figures figures, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var left = int.Parse((await cluster.AskAsync($"{submit}; {Wait}", cancellationToken)).Split('\n')[^1], CultureInfo.InvariantCulture);
        var elapsed = clock.GetElapsedTime(started).TotalSeconds;
        figures.Add($"{name}_jobs_ended", count - left);
        figures.Add($"{name}_jobs_per_s", (count - left) / elapsed);
        await cluster.AskAsync("scancel --user=$(id -un); while [ -n \"$(squeue -h | head -n 1)\" ]; do sleep 0.2; done", cancellationToken);
    }

    // An array has at most 1,001 members unless the cluster allows more.
    private static string ArrayOf(int count) => string.Join(
        "; ", Enumerable.Range(0, count).Chunk(1_000).Select(chunk => $"sbatch -o /dev/null --array=0-{chunk.Length - 1} --wrap true >/dev/null"));
}
