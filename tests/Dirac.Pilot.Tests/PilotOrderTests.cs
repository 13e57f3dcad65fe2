using System.Diagnostics;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

/// <summary>A pilot does what the server orders it as a whole.</summary>
public sealed class PilotOrderTests
{
    private const int Stopped = 3;
    private const string Forever = """[ Executable = "/bin/sleep"; Arguments = "1000"; ]""";
    private const string UntilGo = """[ Executable = "/bin/sh"; Arguments = "-c 'while [ ! -e go ]; do sleep 0.05; done'"; ]""";

    [Fact]
    public async Task Stop_PilotWithoutAJob_EndsAndSaysWhy()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);
        await job.EndAsync();

        server.OrderPilot("Drain", "Black hole: everything fails here");

        Assert.Equal(Stopped, await pilot.EndAsync());
        Assert.Contains(server.Metadata, change => change is { Status: "Done", StatusReason: "Black hole: everything fails here" });
    }

    [Fact]
    public async Task Stop_Now_HandsItsJobBackAsThePilotsFault()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit(Forever);
        await using var pilot = await RunningPilot.StartAsync(server);
        await job.MinorAsync("Application");

        server.OrderPilot("Now", "Killed by oper");
        var end = await job.EndAsync();

        Assert.Equal(("Infrastructure", "Pilot"), (end.Outcome, end.Fault));
        Assert.Equal(Stopped, await pilot.EndAsync());
    }

    [Fact]
    public async Task Stop_Drain_LetsItsJobEndAndTakesNoOther()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit(UntilGo);
        await using var pilot = await RunningPilot.StartAsync(server, "--processors", "1");
        await job.MinorAsync("Application");
        var other = server.Submit("""[ Executable = "/bin/true"; ]""");

        server.OrderPilot("Drain", "Killed by oper");
        await server.KnowsAsync("Drain");
        await File.WriteAllTextAsync(Path.Combine(pilot.WorkDirectory, "jobs", $"{job.Id}.1", "job", "go"), "", TestContext.Current.CancellationToken);

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
        Assert.Equal(Stopped, await pilot.EndAsync());
        Assert.Empty(other.Reports);
    }

    [Fact]
    public async Task Report_PayloadAsksToBeRunElsewhere_IsThePayloadsFault()
    {
        await using var server = await FakeServer.StartAsync();
        var asks = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'exit 222'"; ]""");
        var missing = server.Submit("""[ Executable = "/bin/true"; InputSandbox = { "SB:SE|/S3/none.tar.zst" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        Assert.Equal("Payload", (await asks.EndAsync()).Fault);
        Assert.Equal("Node", (await missing.EndAsync()).Fault);
        Assert.All(server.Offers, offer => Assert.Equal(Environment.MachineName, offer.Resource.HostName));
    }

    [Fact]
    public async Task Log_OfAWholeLife_IsSentWithoutSecrets()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--max-jobs", "1");
        await job.EndAsync();

        Assert.Equal(0, await pilot.EndAsync());

        var lines = server.Logs.SelectMany(part => part.Lines.Select((text, index) => (Number: part.First + index, Text: text))).DistinctBy(line => line.Number).ToList();
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(number => (long)number), lines.Select(line => line.Number));
        Assert.Contains("starts with", lines[0].Text, StringComparison.Ordinal);
        Assert.Contains("The pilot ends: Has run 1 job", lines[^1].Text, StringComparison.Ordinal);
        Assert.True(server.Logs.Last().Final);
        Assert.Equal(string.Join('\n', lines.Select(line => line.Text)), Assert.Single(server.Outputs).StdError);
        Assert.DoesNotContain(lines, line => line.Text.Contains("the-secret", StringComparison.Ordinal) || line.Text.Contains("token-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_ServerDeaf_HoldsUpNothing()
    {
        await using var server = await FakeServer.StartAsync();
        server.DeafToLogs = true;
        var jobs = Enumerable.Range(0, 3).Select(_ => server.Submit("""[ Executable = "/bin/true"; ]""")).ToList();
        await using var pilot = await RunningPilot.StartAsync(server, "--max-jobs", "3");
        foreach (var job in jobs) await job.EndAsync();
        var watch = Stopwatch.StartNew();

        Assert.Equal(0, await pilot.EndAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"It took {watch.Elapsed}.");
    }
}
