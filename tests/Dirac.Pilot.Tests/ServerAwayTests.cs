using System.Globalization;
using Dirac.Model.Errors;
using Dirac.Pilot.Hosting;
using Dirac.Pilot.Node;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;
using Dirac.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Pilot.Tests;

/// <summary>A whole pilot, with real payloads, whose clock goes 500 times as fast: an hour takes seven seconds.</summary>
public sealed class ServerAwayTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly HastyClock _clock = new(500);

    private string Mark => _folder.File("pid");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ServerAway_ForAnHourWithALongerLease_PayloadEndsAndIsDeliveredOnceAfterANewLogin()
    {
        await using var server = await FakeServer.StartAsync();
        server.LeaseSeconds = 7200;
        var job = server.Submit(Payload());
        using var pilot = Start(server, out var running);
        var pid = await PidAsync();
        await job.MinorAsync("Application");

        (server.Down, server.RefuseRenewals) = (true, true);
        await _clock.PassAsync(Hour);
        Assert.True(IsAlive(pid), "The payload was killed.");
        await File.WriteAllTextAsync(_folder.File("end"), "", TestContext.Current.CancellationToken);
        await Files.EndAsync(pid);
        server.Down = false;
        var end = await job.EndAsync();
        pilot.Drain();
        await running;

        Assert.Equal(("Finished", 1, 1), (end.Outcome, job.Attempt, job.Reports.Count(report => report.Outcome is not null)));
        Assert.True(server.Logins > 1, "The token was too old, and the secret was not used again.");
        Assert.True(job.Statuses[^1].Update.Status == "Done", string.Join("; ", job.Statuses.Select(status => $"{status.Update.Status} {status.Update.MinorStatus} {status.Update.ApplicationStatus}")));
    }

    [Fact]
    public async Task ServerAway_ForAnHourWithAShorterLease_PayloadIsKilledWhenItIsOver()
    {
        await using var server = await FakeServer.StartAsync();
        server.LeaseSeconds = 300;
        var job = server.Submit(Payload());
        using var pilot = Start(server, out var running);
        var pid = await PidAsync();
        await job.MinorAsync("Application");

        server.Down = true;
        await _clock.PassAsync(Hour);

        Assert.False(IsAlive(pid), "The payload outlived its lease.");
        server.Down = false;
        Assert.Equal("Infrastructure", (await job.EndAsync()).Outcome);
        pilot.Drain();
        await running;
    }

    [Fact]
    public async Task ServerAway_ForGoodWhileAPilotWaits_ThePilotEnds()
    {
        await using var server = await FakeServer.StartAsync();
        using var pilot = Start(server, out var running, idleMinutes: 1);
        while (server.Offers.IsEmpty) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);

        server.Down = true;
        var begun = _clock.GetTimestamp();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.InRange(_clock.GetElapsedTime(begun), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task ServerAway_FromTheStartAndForGood_ThePilotEnds()
    {
        await using var server = await FakeServer.StartAsync();
        server.Down = true;
        using var pilot = Start(server, out var running, idleMinutes: 1);

        var error = await Assert.ThrowsAsync<DiracException>(() => running.WaitAsync(Patience, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task ServerAway_WhenAPilotHasRunItsLastJob_TheReportIsDeliveredLater()
    {
        await using var server = await FakeServer.StartAsync();
        var (job, running, pilot) = await RunLastJobAsync(server, leaseSeconds: 7200);
        using var _ = pilot;

        await _clock.PassAsync(Hour);
        server.Down = false;

        Assert.Equal("Finished", (await job.EndAsync()).Outcome);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ServerAway_ForLongerThanTheLease_ThePilotDoesNotWaitWithItsReport()
    {
        await using var server = await FakeServer.StartAsync();
        var (job, running, pilot) = await RunLastJobAsync(server, leaseSeconds: 600);
        using var _ = pilot;

        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(job.Reports, report => report.Outcome is not null);
    }

    // The only job of a pilot ends while the server is away.
    private async Task<(FakeJob Job, Task Running, PilotProcess Pilot)> RunLastJobAsync(FakeServer server, int leaseSeconds)
    {
        server.LeaseSeconds = leaseSeconds;
        var job = server.Submit(Payload());
        var pilot = Start(server, out var running, maxJobs: 1);
        var pid = await PidAsync();
        await job.MinorAsync("Application");
        server.Down = true;
        await File.WriteAllTextAsync(_folder.File("end"), "", TestContext.Current.CancellationToken);
        await Files.EndAsync(pid);
        return (job, running, pilot);
    }

    private string Payload() =>
        $$"""[ Executable = "/bin/sh"; Arguments = "-c 'echo $$ > {{Mark}}; while [ ! -f {{_folder.File("end")}} ]; do sleep 0.1; done'"; ]""";

    private PilotProcess Start(FakeServer server, out Task running, int? idleMinutes = null, int maxJobs = 0)
    {
        var work = Directory.CreateDirectory(_folder.File("work")).FullName;
        var options = new PilotOptions { Url = server.Url, Stamp = "stamp", Site = "LCG.Test.org", ComputingElement = "ce.test", WorkDirectory = work, Limits = new() { StallRatio = 0 } };
        options = options with { MaxJobs = maxJobs, IdleTimeout = idleMinutes is { } idle ? TimeSpan.FromMinutes(idle) : Timeout.InfiniteTimeSpan };
        var pilot = new PilotProcess(options, "the-secret", _clock, NullLoggerFactory.Instance)
        {
            RemoteLog = new RemoteLog("the-secret", _clock), Survey = NodeSurvey.Make(options, _clock, NullLoggerFactory.Instance), Supervisors = SupervisorCommand.ForProgram(RunningPilot.Program),
        };
        running = pilot.RunAsync();
        return pilot;
    }

    private async Task<int> PidAsync()
    {
        for (var tries = 0; tries < 2000; tries++)
        {
            if (File.Exists(Mark) && int.TryParse(await File.ReadAllTextAsync(Mark), CultureInfo.InvariantCulture, out var pid)) return pid;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The payload did not start.");
    }

    private static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}");
}
