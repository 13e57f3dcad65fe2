using System.Diagnostics;
using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Client.Pilots;
using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.Benchmarks;

/// <summary>Jobs that do nothing on the same two slots of a real Slurm: by our pilots, one by one with sbatch, and as one array; from the first submission to the last end.</summary>
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
        foreach (var (name, conf) in new[] { ("", ""), ("tuned_", Tuned) })
        {
            var cluster = await StartSlurmAsync(Path.Combine(directory, $"{name}slurm"), options.Slots, conf, cancellationToken);
            try
            {
                await OursAsync(Path.Combine(directory, $"{name}server"), cluster, name, count, options.Slots, figures, cancellationToken);
                await SlurmsAsync(cluster, $"{name}sbatch", count, $"i=0; while [ $i -lt {count} ]; do sbatch -o /dev/null --wrap true >/dev/null; i=$((i + 1)); done", figures, cancellationToken);
                await SlurmsAsync(cluster, $"{name}array", count, ArrayOf(count), figures, cancellationToken);
            }
            finally
            {
                await RunAsync([Path.Combine(Repository(), "eng/slurm"), "stop", Path.Combine(directory, $"{name}slurm")], null, CancellationToken.None);
            }
        }
    }

    private async Task OursAsync(string directory, string cluster, string name, int count, int slots, Figures figures, CancellationToken cancellationToken)
    {
        var options = new Dictionary<string, string>
        {
            [$"{CE}/CEType"] = "Local", [$"{CE}/BatchSystem"] = "SLURM", [$"{CE}/SharedArea"] = Path.Combine(directory, "area"), [$"{CE}/PilotIdleTime"] = "5",
            [$"{CE}/MaxTotalJobs"] = $"{slots}", [$"{CE}/MaxWaitingJobs"] = $"{slots}", [$"{CE}/Queues/main/NumberOfProcessors"] = "1",
            ["/Systems/WorkloadManagement/SiteDirection/PilotFile"] = Programs.Pilot, ["/Systems/WorkloadManagement/SiteDirection/StatusIntervalSeconds"] = "5",
        };
        await using var server = await DirectedServer.StartAsync(directory, options, new Dictionary<string, string> { ["SLURM_CONF"] = cluster }, clock, cancellationToken);
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
    private async Task SlurmsAsync(string cluster, string name, int count, string submit, Figures figures, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var left = int.Parse(await RunAsync(["/bin/sh", "-c", $"{submit}; {Wait}"], cluster, cancellationToken), CultureInfo.InvariantCulture);
        var elapsed = clock.GetElapsedTime(started).TotalSeconds;
        figures.Add($"{name}_jobs_ended", count - left);
        figures.Add($"{name}_jobs_per_s", (count - left) / elapsed);
        await RunAsync(["/bin/sh", "-c", "scancel --user=$(id -un); while [ -n \"$(squeue -h | head -n 1)\" ]; do sleep 0.2; done; echo"], cluster, cancellationToken);
    }

    // An array has at most 1,001 members unless the cluster allows more.
    private static string ArrayOf(int count) => string.Join(
        "; ", Enumerable.Range(0, count).Chunk(1_000).Select(chunk => $"sbatch -o /dev/null --array=0-{chunk.Length - 1} --wrap true >/dev/null"));

    private static async Task<string> StartSlurmAsync(string directory, int slots, string conf, CancellationToken cancellationToken)
    {
        var output = await RunAsync([Path.Combine(Repository(), "eng/slurm"), "start", directory, "--cpus", $"{slots}", "--conf", conf], null, cancellationToken);
        return output.Trim();
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> command, string? cluster, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true };
        if (cluster is not null) start.Environment["SLURM_CONF"] = cluster;
        using var process = Process.Start(start)!;
        // Daemons keep the pipe open, so a line is read and not the end.
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? "";
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? line : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
