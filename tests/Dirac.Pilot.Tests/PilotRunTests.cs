using System.Diagnostics;
using Dirac.Client.Sandboxes;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

public sealed class PilotRunTests
{
    private const string Forever = """[ Executable = "/bin/sh"; Arguments = "-c 'echo $$ > /tmp/%MARK%; echo alive; sleep 1000'"; StdOutput = "std.out"; ]""";

    [Fact]
    public async Task Run_EchoJob_IsReportedDoneInOrder()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/echo"; Arguments = "hello 'to you'"; StdOutput = "std.out"; OutputSandbox = { "std.out", "none*" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--max-jobs", "1");

        var end = await job.EndAsync();

        Assert.Equal("Finished", end.Outcome);
        Assert.Equal(
            ["Job Initialization", "Application", "Application Finished Successfully", "Uploading Output Sandbox", "Output Sandbox Uploaded", "Execution Complete"],
            job.Statuses.Select(status => status.Update.MinorStatus).OfType<string>());
        Assert.Equal(("Done", "none*"), (job.Statuses[^1].Update.Status, job.Parameter("OutputSandboxMissing")));
        Assert.Equal("hello to you\n", await UnpackAsync(server.Sandbox(end.OutputSandbox!), "std.out"));
        Assert.Equal(0, await pilot.EndAsync());
        Assert.Contains(server.Metadata, change => change.Status == "Done");
        Assert.Empty(Directory.EnumerateFileSystemEntries(pilot.WorkDirectory));
    }

    [Theory]
    [InlineData("exit 3", "Failed", "Application Finished With Errors", "Exit code 3")]
    [InlineData("kill -9 $$", "Failed", "Application Finished With Errors", "Killed by signal 9")]
    public async Task Run_PayloadFails_IsTheUsersFailure(string script, string status, string minor, string application)
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c '{{script}}'"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        var end = await job.EndAsync();

        var last = job.Statuses[^1].Update;
        Assert.Equal(("Finished", status, minor, application), (end.Outcome, last.Status, last.MinorStatus, last.ApplicationStatus));
    }

    [Fact]
    public async Task Run_PayloadAsksToBeRunElsewhere_IsInfrastructure()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'exit 222'"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        Assert.Equal("Infrastructure", (await job.EndAsync()).Outcome);
    }

    [Fact]
    public async Task Run_NoSuchProgram_FailsWithItsName()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "no-such-program"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        await job.EndAsync();

        Assert.Equal("Application not found", job.Statuses[^1].Update.MinorStatus);
        Assert.Contains("no-such-program", job.Statuses[^1].Update.ApplicationStatus!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissingInputSandbox_IsInfrastructure()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; InputSandbox = { "SB:SE|/S3/none.tar.zst" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        var end = await job.EndAsync();

        Assert.Equal("Infrastructure", end.Outcome);
        Assert.Contains("Failed Downloading InputSandbox", end.Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutputTooLarge_FailsClearly()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'head -c 2000 /dev/zero > big'"; OutputSandbox = { "big" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--max-output", "1000");

        await job.EndAsync();

        Assert.Equal(("Failed", "Output sandbox is too large"), (job.Statuses[^1].Update.Status, job.Statuses[^1].Update.MinorStatus));
    }

    [Fact]
    public async Task Kill_RunningJob_IsKilledAndSaysSo()
    {
        await using var server = await FakeServer.StartAsync();
        var (job, mark) = SubmitForever(server);
        await using var pilot = await RunningPilot.StartAsync(server);
        var pid = await PidAsync(mark);

        server.Order(job, "Kill");
        await job.EndAsync();

        Assert.Equal(("Killed", "Received Kill signal"), (job.Statuses[^1].Update.Status, job.Statuses[^1].Update.MinorStatus));
        await Files.EndAsync(pid);
    }

    [Fact]
    public async Task Heartbeat_RunningJob_BringsUsageAndPeek()
    {
        await using var server = await FakeServer.StartAsync();
        var (job, mark) = SubmitForever(server);
        await using var pilot = await RunningPilot.StartAsync(server, "--heartbeat", "1", "--max-wall-clock", "3", "--watch-interval", "0.1");
        await PidAsync(mark);

        await job.EndAsync();

        Assert.Equal("Job has exceeded maximum wall clock time", job.Statuses[^1].Update.MinorStatus);
        Assert.Contains(job.Beats, beat => beat.StandardOutput == "alive" && beat.MemoryUsed > 100);
    }

    [Fact]
    public async Task Drain_Term_JobIsHandedBackAndPilotEnds()
    {
        await using var server = await FakeServer.StartAsync();
        var (job, mark) = SubmitForever(server);
        await using var pilot = await RunningPilot.StartAsync(server, "--drain-grace", "0");
        var pid = await PidAsync(mark);

        pilot.Signal(15);
        var end = await job.EndAsync();

        Assert.Equal("Infrastructure", end.Outcome);
        Assert.Equal(0, await pilot.EndAsync());
        await Files.EndAsync(pid);
    }

    [Fact]
    public async Task PilotKilled_PayloadIsGoneWithinASecond()
    {
        await using var server = await FakeServer.StartAsync();
        var (_, mark) = SubmitForever(server);
        await using var pilot = await RunningPilot.StartAsync(server);
        var pid = await PidAsync(mark);

        var watch = Stopwatch.StartNew();
        pilot.Signal(9);
        await Files.EndAsync(pid);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task SupervisorKilled_PayloadAndItsDaemonDieAndTheJobIsHandedBack()
    {
        await using var server = await FakeServer.StartAsync();
        var mark = $"/tmp/dirac-test-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(
            $"{mark}.sh",
            $"(setsid sh -c 'echo $$ > {mark}.daemon; exec sleep 1000' &)\necho $PPID > {mark}.parent\necho $$ > {mark}.me\nsleep 1000\n",
            TestContext.Current.CancellationToken);
        var job = server.Submit($"""[ Executable = "/bin/sh"; Arguments = "{mark}.sh"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);
        var pids = new List<int>();
        foreach (var name in (string[])["daemon", "me", "parent"])
        {
            pids.Add(int.Parse(await Files.AppearAsync($"{mark}.{name}"), System.Globalization.CultureInfo.InvariantCulture));
            File.Delete($"{mark}.{name}");
        }

        _ = Libc.Kill(pids[2], Libc.SigKill);

        Assert.Equal("Infrastructure", (await job.EndAsync()).Outcome);
        foreach (var pid in pids) await Files.EndAsync(pid);
        File.Delete($"{mark}.sh");
    }

    [Fact]
    public async Task Lease_ServerDeaf_PayloadIsKilledBeforeTheLeaseEnds()
    {
        await using var server = await FakeServer.StartAsync();
        server.LeaseSeconds = 10;
        server.DeafToHeartbeats = true;
        var (job, mark) = SubmitForever(server);
        await using var pilot = await RunningPilot.StartAsync(server);
        var pid = await PidAsync(mark);
        var watch = Stopwatch.StartNew();

        await Files.EndAsync(pid);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.Equal("Infrastructure", (await job.EndAsync()).Outcome);
    }

    [Fact]
    public async Task Lease_Renewed_PayloadOutlivesManyLeases()
    {
        await using var server = await FakeServer.StartAsync();
        server.LeaseSeconds = 1;
        var job = server.Submit("""[ Executable = "/bin/sleep"; Arguments = "4"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
    }

    [Fact]
    public async Task Attempt_Superseded_PayloadIsKilledAndNothingMoreIsReported()
    {
        await using var server = await FakeServer.StartAsync();
        server.LeaseSeconds = 2;
        var (job, mark) = SubmitForever(server);
        await using var pilot = await RunningPilot.StartAsync(server);
        var pid = await PidAsync(mark);

        job.Attempt++;

        await Files.EndAsync(pid);
        Assert.DoesNotContain(job.Reports, report => report.Outcome is not null);
    }

    [Fact]
    public async Task Reports_ServerAway_AreDeliveredLater()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'while [ ! -e go ]; do sleep 0.05; done'"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);
        await job.MinorAsync("Application");

        server.Down = true;
        await File.WriteAllTextAsync(Path.Combine(pilot.WorkDirectory, "jobs", $"{job.Id}.1", "job", "go"), "", TestContext.Current.CancellationToken);
        await Files.AppearAsync(Path.Combine(pilot.WorkDirectory, "reports.jsonl"));
        server.Down = false;

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
    }

    [Fact]
    public async Task Replies_Lost_EveryJobRunsOnce()
    {
        await using var server = await FakeServer.StartAsync();
        server.LoseEverySecondReply = true;
        var jobs = Enumerable.Range(0, 20).Select(_ => server.Submit("""[ Executable = "/bin/true"; ]""")).ToList();
        await using var pilot = await RunningPilot.StartAsync(server, "--processors", "2");

        foreach (var job in jobs) Assert.Equal("Finished", (await job.EndAsync()).Outcome);

        Assert.All(jobs, job => Assert.Equal(1, job.Attempt));
    }

    [Fact]
    public async Task Processors_TwoCoreJobAmongSingles_AllRunAndNeverTooMany()
    {
        await using var server = await FakeServer.StartAsync();
        var jobs = new List<FakeJob> { server.Submit("""[ Executable = "/bin/true"; ]"""), server.Submit("""[ Executable = "/bin/sleep"; Arguments = "0.3"; ]""") };
        jobs.Add(server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'test $DIRAC_JOB_PROCESSORS = 2'"; NumberOfProcessors = 2; ]"""));
        await using var pilot = await RunningPilot.StartAsync(server, "--processors", "2");

        foreach (var job in jobs) Assert.Equal("Finished", (await job.EndAsync()).Outcome);

        Assert.Equal("Done", jobs[2].Statuses[^1].Update.Status);
    }

    [Fact]
    public async Task Throughput_NoOpJobs_AllDoneOnce()
    {
        await using var server = await FakeServer.StartAsync();
        var count = RunningPilot.IsNative ? 1000 : 50;
        var jobs = Enumerable.Range(0, count).Select(_ => server.Submit("""[ Executable = "/bin/true"; ]""")).ToList();
        var watch = Stopwatch.StartNew();
        await using var pilot = await RunningPilot.StartAsync(server, "--processors", "2");
        foreach (var job in jobs) await job.EndAsync();

        TestContext.Current.TestOutputHelper!.WriteLine($"{count / watch.Elapsed.TotalSeconds:0} jobs/s");
        Assert.All(jobs, job => Assert.Equal("Done", job.Statuses[^1].Update.Status));
    }

    private static (FakeJob Job, string Mark) SubmitForever(FakeServer server)
    {
        var mark = $"dirac-test-{Guid.NewGuid():N}";
        return (server.Submit(Forever.Replace("%MARK%", mark, StringComparison.Ordinal)), mark);
    }

    private static async Task<int> PidAsync(string mark)
    {
        var path = Path.Combine("/tmp", mark);
        var pid = int.Parse(await Files.AppearAsync(path), System.Globalization.CultureInfo.InvariantCulture);
        File.Delete(path);
        return pid;
    }

    private static async Task<string> UnpackAsync(byte[] archive, string file)
    {
        var directory = Directory.CreateTempSubdirectory("unpacked-");
        var path = Path.Combine(directory.FullName, "archive");
        await File.WriteAllBytesAsync(path, archive, TestContext.Current.CancellationToken);
        await SandboxArchive.UnpackAsync(path, directory.FullName, new SandboxLimits(), TestContext.Current.CancellationToken);
        var text = await File.ReadAllTextAsync(Path.Combine(directory.FullName, file), TestContext.Current.CancellationToken);
        directory.Delete(recursive: true);
        return text;
    }
}
