using Dirac.Model.Api;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests;

public sealed class AttemptTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Lease_RunsOut_StopsBeforeTheServerMayGiveTheJobAway()
    {
        using var attempt = Take(leaseSeconds: 30);

        _clock.Advance(TimeSpan.FromSeconds(27.9));
        Assert.False(attempt.Killing.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(attempt.Killing.IsCancellationRequested);
        Assert.IsType<AttemptStop.LeaseLost>(attempt.StopReason);
    }

    [Fact]
    public void Lease_TimerRingsEarly_StopsAllTheSame()
    {
        var match = new MatchReply { JobID = 1, Attempt = 1, JDL = "[ ]", Owner = "o", Group = "g", LeaseSeconds = 30 };
        using var attempt = new Attempt(match, _clock.GetTimestamp(), new EarlyClock(_clock));

        for (var step = 0; step < 30_000; step++) _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(attempt.Killing.IsCancellationRequested);
    }

    [Fact]
    public void Lease_Renewed_CountsFromTheMomentOfAsking()
    {
        using var attempt = Take(leaseSeconds: 30);
        var asked = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(20));

        attempt.Renew(asked + (_clock.TimestampFrequency * 5), 30);

        Assert.Equal(TimeSpan.FromSeconds(13), attempt.LeaseLeft);
        _clock.Advance(TimeSpan.FromSeconds(13.1));
        Assert.True(attempt.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void Renew_AnswerOvertakenByALaterOne_ChangesNothing()
    {
        using var attempt = Take(leaseSeconds: 30);
        var early = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(10));
        attempt.Renew(_clock.GetTimestamp(), 30);

        attempt.Renew(early, 30);

        Assert.Equal(TimeSpan.FromSeconds(28), attempt.LeaseLeft);
    }

    [Fact]
    public void Stop_UrgentAfterGentle_Wins()
    {
        using var attempt = Take(leaseSeconds: 30);

        attempt.Stop(new AttemptStop.Killed());
        Assert.False(attempt.Killing.IsCancellationRequested);
        attempt.Stop(new AttemptStop.Superseded());
        attempt.Stop(new AttemptStop.Killed());

        Assert.IsType<AttemptStop.Superseded>(attempt.StopReason);
        Assert.True(attempt.Killing.IsCancellationRequested);
    }

    private Attempt Take(int leaseSeconds) => new(
        new MatchReply { JobID = 1, Attempt = 1, JDL = "[ ]", Owner = "o", Group = "g", LeaseSeconds = leaseSeconds }, _clock.GetTimestamp(), _clock);
}
