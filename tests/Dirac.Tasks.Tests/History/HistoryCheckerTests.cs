using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>The checker itself notices what it is there for.</summary>
public sealed class HistoryCheckerTests
{
    private const int MaxAttempts = 3;
    private const long Lease = 1_000;

    [Fact]
    public void Check_GoodHistory_FindsNothing() => Assert.Empty(Check(
        Made(1), Claim(1, epoch: 1, at: 10), Fail(1, 1, at: 20), Claim(1, epoch: 3, at: 30, before: 1), Complete(1, 3, at: 40), End(effects: [(1, 3)])));

    [Fact]
    public void Check_TaskThatIsGone_IsFound() => AssertFound("lost: True", Made(1), End());

    [Fact]
    public void Check_SecondHolderBeforeTheLeaseEnds_IsFound() =>
        AssertFound("holds it until", Made(1), Claim(1, 1, at: 10), Claim(1, 2, at: 500, before: 1), Complete(1, 2, at: 600), End(effects: [(1, 2)]));

    [Fact]
    public void Check_EpochThatDoesNotRise_IsFound() =>
        AssertFound("its epoch was", Made(1), Claim(1, 1, at: 10), Claim(1, 1, at: 5_000, before: 1), Complete(1, 1, at: 5_100), End(effects: [(1, 1)]));

    [Fact]
    public void Check_LateHolderThatCommits_IsFound() => AssertFound(
        "not all were held", Made(1), Claim(1, 1, at: 10), Claim(1, 2, at: 5_000, before: 1), Complete(1, 1, at: 5_100), End(effects: [(1, 1)]));

    [Fact]
    public void Check_EffectThatHappenedTwice_IsFound() => AssertFound("was completed under", Made(1), Claim(1, 1, at: 10), Complete(1, 1, at: 20), End(effects: [(1, 1), (1, 1)]));

    [Fact]
    public void Check_AttemptBeyondTheLast_IsFound() => AssertFound(
        "used up",
        Made(1), Claim(1, 1, at: 10), Claim(1, 2, 2_000, 1), Claim(1, 3, 4_000, 2), Claim(1, 4, 6_000, 3), Complete(1, 4, at: 6_100), End(effects: [(1, 4)]));

    [Fact]
    public void Check_KeyThatWaitsTwice_IsFound() => AssertFound("waits already", Made(1, "key"), Made(2, "key"), End());

    [Fact]
    public void Check_LockThatTwoHold_IsFound()
    {
        var (alone, shared) = (new SiteLock("a", IsShared: false), new SiteLock("a", IsShared: true));
        AssertFound("another holds a", Made(1, needs: alone), Made(2, needs: shared), Claim(1, 1, at: 10), Claim(2, 1, at: 20));
        AssertFound("another holds a", Made(1, needs: alone), Made(2, needs: alone), Claim(1, 1, at: 10), Claim(2, 1, at: 5_000), Renew(1, 1, at: 5_100));
        Assert.Empty(Check(Made(1, needs: shared), Made(2, needs: shared), Claim(1, 1, at: 10), Claim(2, 1, at: 20)));
    }

    [Fact]
    public void Check_MoreThanTheLimit_IsFound()
    {
        HistoryEvent[] three = [.. Enumerable.Range(1, 3).Select(number => Made(number, needs: new SiteLock($"site {number}", IsShared: false)))];
        AssertFound("2 others run already", [.. three, Claim(1, 1, at: 10), Claim(2, 1, at: 10), Claim(3, 1, at: 10)]);
    }

    [Fact]
    public void Check_ScheduleThatFiresTwiceOrNever_IsFound()
    {
        AssertFound("had to fire 1 time(s)", Look(at: 0, next: 1_000, fired: 0), Look(at: 3_500, next: 4_000, fired: 2));
        AssertFound("had to fire 1 time(s)", Look(at: 0, next: 1_000, fired: 0), Look(at: 3_500, next: 4_000, fired: 0));
        Assert.Empty(Check(Look(at: 0, next: 1_000, fired: 0), Look(at: 3_500, next: 4_000, fired: 1)));
    }

    [Fact]
    public void Check_GroupFollowedEarlyTwiceOrNever_IsFound()
    {
        HistoryEvent[] made = [Made(1), Made(2), Group(7, 1, 2), Claim(1, 1, at: 10), Claim(2, 1, at: 10), Complete(1, 1, at: 20)];
        HistoryEvent[] ended = [.. made, Complete(2, 1, at: 30)];
        AssertFound("[2] and 0 group(s) in it had not ended", [.. made, Made(3), Follow(7, 3)]);
        AssertFound("task 3 followed already", [.. ended, Made(3), Follow(7, 3), Made(4), Follow(7, 4)]);
        AssertFound("nothing has followed group 7", [.. ended, End(effects: [(1, 1), (2, 1)])]);
        AssertFound("nobody has made group 8", [.. ended, Made(3), Follow(8, 3)]);
        Assert.Empty(Check([.. ended, Made(3), Follow(7, 3), Claim(3, 1, at: 40), Complete(3, 1, at: 50), End(effects: [(1, 1), (2, 1), (3, 1)])]));
    }

    [Fact]
    public void Check_GroupThatDoesNotWaitForOneWithin_IsFound()
    {
        HistoryEvent[] made = [Made(1), Group(7, 1), Claim(1, 1, at: 10), Made(2), Group(8, within: 1, 2), Complete(1, 1, at: 20)];
        HistoryEvent[] inner = [.. made, Claim(2, 1, at: 30), Complete(2, 1, at: 40), Made(3), Follow(8, 3)];
        AssertFound("[] and 1 group(s) in it had not ended", [.. made, Made(9), Follow(7, 9)]);
        AssertFound("[3] and 0 group(s) in it had not ended", [.. inner, Made(9), Follow(7, 9)]);
        Assert.Empty(Check([.. inner, Claim(3, 1, at: 50), Complete(3, 1, at: 60), Made(9), Follow(7, 9)]));
    }

    private static IReadOnlyList<string> Check(params HistoryEvent[] history) => HistoryChecker.Check(history, MaxAttempts);

    private static void AssertFound(string problem, params HistoryEvent[] history) =>
        Assert.Contains(Check(history), found => found.Contains(problem, StringComparison.Ordinal));

    private static HistoryEvent.Enqueued Made(long task, string? key = null, SiteLock? needs = null) => new(0, 0, task, "deed", key, 0, needs);

    private static HistoryEvent.Grouped Group(long group, params long[] members) => new(0, 0, group, new(members), Within: null);

    private static HistoryEvent.Grouped Group(long group, long? within, params long[] members) => new(0, 0, group, new(members), within);

    private static HistoryEvent.Followed Follow(long group, long task) => new(0, 0, group, task);

    private static HistoryEvent.Claimed Claim(long task, long epoch, long at, int before = 0) => new(at, at, "worker", task, epoch, before, Lease);

    private static HistoryEvent.Renewed Renew(long task, long epoch, long at) => new(at, at, "worker", new([task]), epoch, Lease, Lost: 0);

    private static HistoryEvent.Settled Fail(long task, long epoch, long at) => new(at, at, "worker", epoch, new([new SettledTask(task, SettledAs.Failed)]), 1);

    private static HistoryEvent.Completed Complete(long task, long epoch, long at) => new(at, at, "worker", epoch, new([task]), IsCommitted: true);

    private static HistoryEvent.Looked Look(long at, long next, int fired) => new(at, at, "often", 1_000, IsCommitted: true, next, fired);

    private static HistoryEvent.Ended End(params (long Task, long Epoch)[] effects) =>
        new(10_000, 10_000, new([]), new([]), new([.. effects.Select(effect => new TaskEffect { TaskID = effect.Task, Epoch = effect.Epoch })]));
}
