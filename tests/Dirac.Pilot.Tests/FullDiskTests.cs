using System.Diagnostics;
using Dirac.Pilot.Tests.Support;
using Dirac.Testing;

namespace Dirac.Pilot.Tests;

/// <summary>A node whose disk is full: what runs is reported all the same.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private bool _mounted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_DiskFull_PilotWorksAndTheServerHasTheLines()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; ]""");
        await File.WriteAllTextAsync(_folder.File("start"), $"#!/bin/sh\nexec '{RunningPilot.Program}' \"$@\" 2>/dev/full\n", Cancellation);
        File.SetUnixFileMode(_folder.File("start"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var pilot = await RunningPilot.StartByAsync(_folder.File("start"), server, "--max-jobs", "1");

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
        Assert.Equal(0, await pilot.EndAsync());
        Assert.Contains(server.Logs.SelectMany(log => log.Lines), line => line.Contains("ended: by itself", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Payload_FillsTheDisk_FailsAndEveryReportArrives()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'cat /dev/zero >big || { echo cannot write >&2; exit 4; }'"; StdOutput = "out"; StdError = "err"; OutputSandbox = { "out", "err" }; ]""");
        var next = server.Submit("""[ Executable = "/bin/true"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, await MountAsync(), ["--min-disk", "0", "--max-jobs", "2"]);

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
        Assert.Equal("Finished", (await next.EndAsync()).Outcome);

        var last = job.Statuses.Last(status => status.Update.Status is not null).Update;
        Assert.Equal(("Failed", "Application Finished With Errors"), (last.Status, last.MinorStatus));
        Assert.Equal((1, 1), (job.Reports.Count(report => report.Outcome is not null), job.Attempt));
        Assert.Equal(0, await pilot.EndAsync());
    }

    [Fact]
    public async Task Payload_FillsTheDiskAndGoesOn_IsEndedWithTheReason()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'cat /dev/zero >big; sleep 1000'"; StdOutput = "out"; OutputSandbox = { "big" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, await MountAsync(), ["--min-disk", "100000", "--watch-interval", "0.2", "--kill-grace", "1"]);

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
        var last = job.Statuses.Last(status => status.Update.Status is not null).Update;
        Assert.Equal(("Failed", "Job has insufficient disk space to continue"), (last.Status, last.MinorStatus));
    }

    public async ValueTask DisposeAsync()
    {
        if (_mounted) await RunAsync("umount", "-l", _folder.File("work"));
        _folder.Dispose();
    }

    // What the pilot itself needs fits; what payloads write does not.
    private async Task<string> MountAsync()
    {
        var path = Directory.CreateDirectory(_folder.File("work")).FullName;
        _mounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "dirac-test", path) == 0;
        Assert.SkipUnless(_mounted, "Mounting a file system is not permitted here; it needs root.");
        return Directory.CreateDirectory(Path.Combine(path, "pilot")).FullName;
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
