using System.Text;
using Dirac.Client.Sandboxes;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Workflows;

/// <summary>A whole pilot with jobs of the Python API.</summary>
public sealed class WorkflowRunTests
{
    [Fact]
    public async Task Run_Workflow_StatusesComeInOrderFromTheJobAndTheLogComesBack()
    {
        await using var server = await FakeServer.StartAsync();
        var job = await SubmitAsync(server, "failover-input-data", "Script1_echo.log");
        await using var pilot = await RunningPilot.StartAsync(server);

        var end = await job.EndAsync();

        Assert.Equal("Done", job.Statuses[^1].Update.Status);
        var told = job.Statuses.Where(status => status.Update.Source == $"Job_{job.Id}").ToList();
        Assert.Equal(
            ["Executing RunScriptStep1", "echo successful", "Job Finished Successfully", "Workflow successful, end of FailoverRequest module execution."],
            told.Select(status => status.Update.ApplicationStatus));
        Assert.Equal(told.Select(status => status.Time).Order(), told.Select(status => status.Time));
        // What the workflow said last stays: the wrapper sets no application status after it.
        Assert.DoesNotContain(job.Statuses, status => status.Update is { Source: "JobWrapper", ApplicationStatus: not null });
        Assert.NotNull(end.OutputSandbox);
    }

    [Fact]
    public async Task Run_StepFails_JobFailsWithTheStepsStatus()
    {
        await using var server = await FakeServer.StartAsync();
        var job = await SubmitAsync(server, "failing-with-failover", "Script1_sh.log");
        await using var pilot = await RunningPilot.StartAsync(server);

        await job.EndAsync();

        Assert.Equal(("Failed", "Application Finished With Errors"), (job.Statuses[^1].Update.Status, job.Statuses[^1].Update.MinorStatus));
        Assert.Equal("sh Exited With Status 3", job.Parameter("ApplicationError"));
        Assert.Equal("sh Exited With Status 3", job.Statuses.Last(status => status.Update.ApplicationStatus is not null).Update.ApplicationStatus);
    }

    [Fact]
    public async Task Run_LongStep_StatusComesWhileItRunsAndKillEndsIt()
    {
        await using var server = await FakeServer.StartAsync();
        var xml = Encoding.UTF8.GetString(GoldenWorkflows.Read("echo")).Replace("/bin/echo hello", "/bin/sleep 1000", StringComparison.Ordinal);
        var job = await SubmitAsync(server, Encoding.UTF8.GetBytes(xml), "std.out");
        await using var pilot = await RunningPilot.StartAsync(server, "--watch-interval", "0.05");

        await job.ApplicationAsync("Executing RunScriptStep1");
        server.Order(job, "Kill");
        await job.EndAsync();

        Assert.Equal(("Killed", "Received Kill signal"), (job.Statuses[^1].Update.Status, job.Statuses[^1].Update.MinorStatus));
    }

    [Fact]
    public async Task Run_OwnDiracJobexec_IsRunAsAnyProgram()
    {
        await using var server = await FakeServer.StartAsync();
        var sandbox = server.AddSandbox(await PackAsync(("dirac-jobexec", "#!/bin/sh\nexit 4\n"u8.ToArray())));
        var job = server.Submit($$"""[ Executable = "dirac-jobexec"; Arguments = "jobDescription.xml"; InputSandbox = { "{{sandbox}}" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server);

        await job.EndAsync();

        Assert.Equal("Exit code 4", job.Statuses[^1].Update.ApplicationStatus);
    }

    private static Task<FakeJob> SubmitAsync(FakeServer server, string golden, string output) => SubmitAsync(server, GoldenWorkflows.Read(golden), output);

    private static async Task<FakeJob> SubmitAsync(FakeServer server, byte[] xml, string output)
    {
        var sandbox = server.AddSandbox(await PackAsync(("jobDescription.xml", xml)));
        return server.Submit(
            $$"""[ Executable = "dirac-jobexec"; Arguments = "jobDescription.xml -o LogLevel=INFO"; InputSandbox = { "{{sandbox}}" }; OutputSandbox = { "{{output}}" }; StdOutput = "std.out"; StdError = "std.err"; ]""");
    }

    private static async Task<byte[]> PackAsync((string Name, byte[] Content) file)
    {
        using var folder = new Dirac.Testing.TempFolder();
        await File.WriteAllBytesAsync(folder.File(file.Name), file.Content, TestContext.Current.CancellationToken);
        var archive = folder.File("archive");
        await SandboxArchive.PackAsync(SandboxFiles.Find(folder.FullPath, [file.Name]), archive, SandboxArchive.Zstandard, TestContext.Current.CancellationToken);
        return await File.ReadAllBytesAsync(archive, TestContext.Current.CancellationToken);
    }
}
