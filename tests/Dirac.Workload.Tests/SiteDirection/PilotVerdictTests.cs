using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Workload.SiteDirection;

namespace Dirac.Workload.Tests.SiteDirection;

public sealed class PilotVerdictTests
{
    private const long Now = 1_000_000_000;
    private const long Hour = 3_600_000;

    [Theory]
    [InlineData(PilotStatus.Done)]
    [InlineData(PilotStatus.Failed)]
    [InlineData(PilotStatus.Aborted)]
    public void Of_EndedAtItsElement_IsOverAndNoted(PilotStatus status)
    {
        var verdict = Judge(new DirectedPilotRow { Status = "Running" }, new PilotSighting(status, "why"));

        Assert.True(verdict.IsOver);
        Assert.Equal((status.ToString(), "why"), (verdict.Change!.Status, verdict.Change.StatusReason));
    }

    [Fact]
    public void Of_PilotThatSaidItIsDone_KeepsItsWord() =>
        Assert.Equal(new PilotVerdict(null, PilotCancel.No, true), Judge(new DirectedPilotRow { Status = "Done" }, new PilotSighting(PilotStatus.Failed, "exit code 1")));

    [Fact]
    public void Of_PilotThatHasSpoken_DoesNotWaitAgain() =>
        Assert.Null(Judge(new DirectedPilotRow { Status = "Running", SeenMs = Now }, new PilotSighting(PilotStatus.Waiting)).Change);

    [Theory]
    [InlineData("Submitted", PilotStatus.Waiting, "Waiting")]
    [InlineData("Waiting", PilotStatus.Running, "Running")]
    [InlineData("Waiting", PilotStatus.Waiting, null)]
    [InlineData("Running", PilotStatus.Unknown, null)]
    public void Of_SilentPilot_TakesTheElementsWord(string before, PilotStatus sighting, string? after) =>
        Assert.Equal(after, Judge(new DirectedPilotRow { Status = before, SubmittedMs = Now }, new PilotSighting(sighting)).Change?.Status);

    [Fact]
    public void Of_KilledPilot_IsEndedThereToo() =>
        Assert.Equal(PilotCancel.Gently, Judge(new DirectedPilotRow { Status = "Deleted", SubmittedMs = Now }, new PilotSighting(PilotStatus.Waiting)).Cancel);

    [Fact]
    public void Of_OrderedWhileWaiting_IsEndedThere() =>
        Assert.Equal(PilotCancel.Gently, Judge(new DirectedPilotRow { Status = "Waiting", SubmittedMs = Now }, new PilotSighting(PilotStatus.Waiting), isOrdered: true).Cancel);

    [Fact]
    public void Of_OrderedWhileRunning_MayObeyByItself() =>
        Assert.Equal(PilotCancel.No, Judge(new DirectedPilotRow { Status = "Running", SeenMs = Now - 60_000 }, new PilotSighting(PilotStatus.Running), isOrdered: true).Cancel);

    [Fact]
    public void Of_OrderedAndDeaf_IsEnded() =>
        Assert.Equal(PilotCancel.Gently, Judge(new DirectedPilotRow { Status = "Running", SeenMs = Now - Hour }, new PilotSighting(PilotStatus.Running), isOrdered: true).Cancel);

    [Fact]
    public void Of_RunningAndNeverLoggedIn_IsEndedAfterAWhile()
    {
        var pilot = new DirectedPilotRow { Status = "Running", StartedMs = Now - (2 * Hour), SubmittedMs = Now - (9 * Hour) };

        Assert.Equal(PilotCancel.Gently, Judge(pilot, new PilotSighting(PilotStatus.Running)).Cancel);
        Assert.Equal(PilotCancel.No, Judge(new DirectedPilotRow { Status = "Running", StartedMs = Now - 60_000 }, new PilotSighting(PilotStatus.Running)).Cancel);
    }

    [Fact]
    public void Of_SilentForLongerThanAnyLease_IsEnded() =>
        Assert.Equal(PilotCancel.Gently, Judge(new DirectedPilotRow { Status = "Running", SeenMs = Now - (50 * Hour) }, new PilotSighting(PilotStatus.Running)).Cancel);

    [Theory]
    [InlineData(60_000, PilotCancel.No)]
    [InlineData(180_000, PilotCancel.Firmly)]
    public void Of_AskedToEndBefore_IsKilledWhenThatDidNotHelp(long ago, object expected) => Assert.Equal(
        (PilotCancel)expected, Judge(new DirectedPilotRow { Status = "Deleted", CancelledMs = Now - ago }, new PilotSighting(PilotStatus.Running)).Cancel);

    [Theory]
    [InlineData(CETrouble.TryAgain, 1, 5)]
    [InlineData(CETrouble.TryAgain, 100, 300)]
    [InlineData(CETrouble.QueueBroken, 1, 60)]
    [InlineData(CETrouble.QueueBroken, 3, 240)]
    [InlineData(CETrouble.QueueBroken, 50, 1_800)]
    [InlineData(CETrouble.RequestWrong, 1, 600)]
    [InlineData(CETrouble.LoginNeeded, 9, 5)]
    public void Pauses_AfterFailures_GrowToALimit(CETrouble trouble, int failures, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Pauses.After(trouble, failures));

    private static PilotVerdict Judge(DirectedPilotRow pilot, PilotSighting sighting, bool isOrdered = false) => PilotVerdict.Of(pilot, sighting, isOrdered, Now, new SiteDirectionOptions());
}
