using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Tests.Matching;

public sealed class MatchIndexTests
{
    private readonly MatchIndex _index = new();

    [Fact]
    public void Added_WakesTheWaitingAndIsFound()
    {
        var changed = _index.Changed;

        _index.Added(1, AKey.With(), 3);

        Assert.True(changed.IsCompleted);
        Assert.Equal((1, 3), (_index.Find(AnOffer.With()).Single().Id, _index.Find(AnOffer.With()).Single().Jobs));
    }

    [Fact]
    public void Removed_ToZero_IsNotFoundButKept()
    {
        _index.Added(1, AKey.With(), 1);

        _index.Removed(1, 5);
        _index.Removed(2, 1);

        Assert.Empty(_index.Find(AnOffer.With()));
        Assert.Equal(0, Assert.Single(_index.All()).Jobs);
    }

    [Fact]
    public void Reconcile_ChangesByOthers_AreTakenOver()
    {
        _index.Added(1, AKey.With(), 1);
        _index.Added(2, AKey.With(("Tags", ["GPU"])), 1);
        var changed = _index.Changed;

        var gained = _index.Reconcile([new TaskQueue(1, AKey.With(), 0.5, 4), new TaskQueue(3, AKey.With(), 1, 2)], _index.Version);

        Assert.True(gained && changed.IsCompleted);
        Assert.Equal([(1L, 4L, 0.5), (3L, 2L, 1.0)], _index.All().OrderBy(queue => queue.Id).Select(queue => (queue.Id, queue.Jobs, queue.Priority)));
    }

    [Fact]
    public void Reconcile_QueueChangedSinceTheComparisonBegan_KeepsWhatTheEventSaid()
    {
        var since = _index.Version;
        _index.Added(1, AKey.With(), 1);

        _index.Reconcile([new TaskQueue(1, AKey.With(), 1, 0)], since);
        _index.Reconcile([], since);

        Assert.Equal(1, Assert.Single(_index.Find(AnOffer.With())).Jobs);
    }

    [Fact]
    public void Reconcile_NothingNew_WakesNobody()
    {
        _index.Added(1, AKey.With(), 2);
        var changed = _index.Changed;

        Assert.False(_index.Reconcile([new TaskQueue(1, AKey.With(), 1, 1)], _index.Version));
        Assert.False(changed.IsCompleted);
    }
}
