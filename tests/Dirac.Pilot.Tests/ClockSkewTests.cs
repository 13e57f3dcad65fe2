using Dirac.Pilot.Hosting;
using Dirac.Pilot.Node;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;
using Dirac.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Pilot.Tests;

/// <summary>A node whose clock is hours off, and is put right while a payload runs.</summary>
public sealed class ClockSkewTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WrongClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-30, 5)]
    [InlineData(30, -5)]
    public async Task Clock_IsSetByHours_PayloadNeitherEndsEarlyNorTwice(int first, int then)
    {
        await using var server = await FakeServer.StartAsync();
        server.LeaseSeconds = 2;
        var job = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c 'while [ ! -f {{_folder.File("end")}} ]; do sleep 0.1; done'"; ]""");
        _clock.Error = TimeSpan.FromHours(first);
        using var pilot = Start(server, out var running);
        await job.MinorAsync("Application");

        _clock.Error = TimeSpan.FromHours(then);
        // Meanwhile the lease must be renewed, or it would end.
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("end"), "", TestContext.Current.CancellationToken);
        var end = await job.EndAsync();
        pilot.Drain();
        await running;

        Assert.Equal(("Finished", 1, 1), (end.Outcome, job.Attempt, job.Reports.Count(report => report.Outcome is not null)));
        Assert.Equal("Done", job.Statuses[^1].Update.Status);
        Assert.Equal(1, server.Logins);
    }

    [Fact]
    public async Task Lease_ServerDeafAndClockSetBack_PayloadIsEndedInTime()
    {
        await using var server = await FakeServer.StartAsync();
        (server.LeaseSeconds, server.DeafToHeartbeats) = (3, true);
        var job = server.Submit("""[ Executable = "/bin/sleep"; Arguments = "1000"; ]""");
        using var pilot = Start(server, out var running);
        await job.MinorAsync("Application");

        _clock.Error = TimeSpan.FromHours(-24);

        Assert.Equal("Infrastructure", (await job.EndAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Outcome);
        pilot.Drain();
        await running;
    }

    private PilotProcess Start(FakeServer server, out Task running)
    {
        var options = new PilotOptions { Url = server.Url, Stamp = "stamp", Site = "LCG.Test.org", ComputingElement = "ce.test", WorkDirectory = Directory.CreateDirectory(_folder.File("work")).FullName };
        var pilot = new PilotProcess(options, "the-secret", _clock, NullLoggerFactory.Instance)
        {
            RemoteLog = new RemoteLog("the-secret", _clock), Survey = NodeSurvey.Make(options, _clock, NullLoggerFactory.Instance), Supervisors = SupervisorCommand.ForProgram(RunningPilot.Program),
        };
        running = pilot.RunAsync();
        return pilot;
    }

    private sealed class WrongClock : TimeProvider
    {
        public TimeSpan Error { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Error;
    }
}
