using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

public sealed class PilotRunTests
{
    [Fact]
    public async Task Run_EchoJob_IsReportedDoneInOrder()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/echo"; Arguments = "hello 'to you'"; StdOutput = "std.out"; OutputSandbox = { "std.out" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--max-jobs", "1");

        var end = await job.EndAsync();

        Assert.Equal("Finished", end.Outcome);
        Assert.Equal(
            ["Job Initialization", "Application", "Application Finished Successfully", "Uploading Output Sandbox", "Output Sandbox Uploaded", "Execution Complete"],
            job.Statuses.Select(status => status.Update.MinorStatus));
        Assert.Equal("Done", job.Statuses[^1].Update.Status);
        Assert.NotNull(end.OutputSandbox);
        Assert.Equal(0, await pilot.EndAsync());
        Assert.Contains(server.Metadata, change => change.Status == "Done");
    }
}
