using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

/// <summary>Real pilots in what they take for a batch system's slot.</summary>
public sealed class PilotNodeTests
{
    [Fact]
    public async Task Slot_NearlyOver_PayloadEndsAsFailedWithOutputAndReason()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'echo begun; sleep 1000'"; StdOutput = "std.out"; OutputSandbox = { "std.out" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, Slurm(seconds: 8), "--end-margin", "5", "--watch-interval", "0.1", "--min-time-left", "1000000");

        var end = await job.EndAsync();

        Assert.Equal(("Failed", "Job has reached the CPU limit of the queue"), (job.Statuses[^1].Update.Status, job.Statuses[^1].Update.MinorStatus));
        Assert.Matches("^The batch system ends this slot in [0-5] s$", job.Statuses[^1].Update.ApplicationStatus!);
        Assert.NotNull(end.OutputSandbox);
        Assert.Equal(0, await pilot.EndAsync());
        Assert.Contains(server.Metadata, change => change.Status == "Done" && change.StatusReason!.StartsWith("Too little time is left", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(pilot.WorkDirectory));
    }

    [Fact]
    public async Task Slot_WithTimeLeft_OffersSoMuchCpu()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, Slurm(seconds: 1_300, ("SLURM_CPUS_ON_NODE", "3")));
        await job.EndAsync();

        Assert.True(server.Offers.TryPeek(out var offer));
        Assert.Equal(3, offer.Resource.NumberOfProcessors);
        Assert.InRange(offer.Resource.CPUTime / offer.Resource.PilotBenchmark, 900, 1_000.1);
    }

    [Fact]
    public async Task Gpus_TwoJobs_GetOneEachAndAThirdNone()
    {
        await using var server = await FakeServer.StartAsync();
        const string Gpu = """[ Executable = "/bin/sh"; Arguments = "-c 'echo gpu=$CUDA_VISIBLE_DEVICES; sleep 2'"; StdOutput = "std.out"; Tags = { "GPU" }; ]""";
        var jobs = new[] { server.Submit(Gpu), server.Submit(Gpu), server.Submit(Gpu.Replace("Tags = { \"GPU\" };", "", StringComparison.Ordinal)) };
        var variables = new Dictionary<string, string> { ["CUDA_VISIBLE_DEVICES"] = "4,6" };
        await using var pilot = await RunningPilot.StartAsync(server, variables, "--processors", "3", "--heartbeat", "0.3");

        foreach (var job in jobs) await job.EndAsync();

        Assert.True(server.Offers.TryPeek(out var offer));
        Assert.Equal(["GPU", "2GPUs"], offer.Resource.Tag.Where(tag => tag.Contains("GPU", StringComparison.Ordinal)));
        Assert.Equal(["gpu=", "gpu=4", "gpu=6"], jobs.Select(job => job.Beats.Select(beat => beat.StandardOutput).Last(text => text is { Length: > 0 })).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stop_SecondSignal_IsTheReason()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sleep"; Arguments = "1000"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--processors", "2", "--drain-grace", "600");
        await job.MinorAsync("Application");

        pilot.Signal(Libc.SigTerm);
        await Files.HappenAsync(() => server.Offers.Any(offer => offer.WaitSeconds == 0 && offer.Resource.NumberOfProcessors == 1), "the first signal was not heard");
        pilot.Signal(Libc.SigTerm);
        await pilot.EndAsync();

        Assert.Contains(server.Metadata, change => change.Status == "Done" && change.StatusReason!.Contains("signal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_NotOnThisNode_IsNotOffered()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; ContainerImage = "docker://x"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--container", "none");

        var end = await job.EndAsync();

        Assert.True(server.Offers.TryPeek(out var offer));
        Assert.DoesNotContain("Container", offer.Resource.Tag);
        Assert.Equal(("Infrastructure", "Pilot"), (end.Outcome, end.Fault));
    }

    private static Dictionary<string, string> Slurm(int seconds, params (string Name, string Value)[] more)
    {
        var end = TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds();
        return new Dictionary<string, string>([.. more.Select(one => KeyValuePair.Create(one.Name, one.Value)), new("SLURM_JOB_ID", "1"), new("SLURM_JOB_END_TIME", $"{end}")]);
    }
}
