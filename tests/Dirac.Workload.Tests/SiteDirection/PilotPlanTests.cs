using Dirac.Workload.SiteDirection;
using Dirac.Workload.TaskQueues;
using Dirac.Workload.Tests.Matching;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Workload.Tests.SiteDirection;

public sealed class PilotPlanTests
{
    [Fact]
    public void Make_OneJobAndManyQueues_IsOnePilot()
    {
        var plan = PilotPlan.Make([AQueue.Of("a").With(), AQueue.Of("b").With(), AQueue.Of("c").With()], [Waiting(1)]);

        Assert.Equal(1, Sum(plan));
    }

    [Fact]
    public void Make_MoreJobsThanRoom_FillsTheRoomAndNoMore()
    {
        var plan = PilotPlan.Make([AQueue.Of("a", total: 5).With(running: 2), AQueue.Of("b", waiting: 4).With(waiting: 1, coming: 0)], [Waiting(1_000)]);

        Assert.Equal(3, plan[Name("a")][AnOffer.Vo]);
        Assert.Equal(3, plan[Name("b")][AnOffer.Vo]);
    }

    [Fact]
    public void Make_FewerJobsThanRoom_AreSharedInProportionToIt()
    {
        var plan = PilotPlan.Make([AQueue.Of("a", total: 30, waiting: 30).With(), AQueue.Of("b").With()], [Waiting(20)]);

        Assert.Equal(15, plan[Name("a")][AnOffer.Vo]);
        Assert.Equal(5, plan[Name("b")][AnOffer.Vo]);
    }

    [Fact]
    public void Make_PilotsThatWait_AreCountedForWhatTheyWillTake() =>
        Assert.Equal(2, Sum(PilotPlan.Make([AQueue.Of("a").With(waiting: 3)], [Waiting(5)])));

    [Fact]
    public void Make_PilotsThatHaveWaitedForLong_AreNotReliedOn() =>
        Assert.Equal(5, PilotPlan.Make([AQueue.Of("a").With(waiting: 9, coming: 0), AQueue.Of("b").With()], [Waiting(5)])[Name("b")][AnOffer.Vo]);

    [Fact]
    public void Make_PilotWithManyProcessors_TakesAsManyJobs()
    {
        var queues = Enumerable.Range(0, 16).Select(number => Waiting(1, number, AKey.Of(AnOffer.Vo, 1_000 + number))).ToList();

        Assert.Equal(2, Sum(PilotPlan.Make([AQueue.Of("a", processors: 8).With()], queues)));
    }

    [Fact]
    public void Make_JobWithManyProcessors_CountsAsThem() =>
        Assert.Equal(4, Sum(PilotPlan.Make([AQueue.Of("a", processors: 8).With()], [Waiting(8, 1, AKey.With(("Tags", ["4Processors", "MultiProcessor"])))])));

    [Fact]
    public void Make_JobThatFitsNowhere_GetsNoPilot() =>
        Assert.Empty(PilotPlan.Make([AQueue.Of("a").With()], [Waiting(5, 1, AKey.With(("Sites", ["LCG.CERN.ch"])))]));

    [Fact]
    public void Make_JobsOfOneSiteOnly_ComeBeforeThoseThatRunAnywhere()
    {
        var picky = Waiting(1, 1, AKey.With(("Sites", ["DIRAC.a.org"])));
        var plan = PilotPlan.Make([AQueue.Of("a", total: 1).With(), AQueue.Of("b", total: 1).With()], [Waiting(1, 2), picky]);

        Assert.Equal(1, plan[Name("a")][AnOffer.Vo]);
        Assert.Equal(1, plan[Name("b")][AnOffer.Vo]);
    }

    [Fact]
    public void Make_SeveralVos_ShareTheRoomOfAQueue()
    {
        var plan = PilotPlan.Make([AQueue.Of("a", total: 3, vos: ["x", "y"]).With(vo: "x")], [Waiting(2, 1, AKey.Of("x", 100)), Waiting(2, 2, AKey.Of("y", 100))]);

        Assert.Equal(3, Sum(plan));
        Assert.Equal(2, plan[Name("a")].Count);
    }

    [Property(MaxTest = 300)]
    public Property Make_AnyQueuesAndJobs_SendsNoMoreThanFitsAndIsWanted() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Total, byte WaitingLimit, byte Waiting, byte Running, byte Processors)[]>(),
        ArbMap.Default.ArbFor<(byte Jobs, byte Kind)[]>(),
        (sites, jobs) =>
        {
            var states = sites.Take(12).Select((site, index) =>
                AQueue.Of($"s{index}", site.Total, site.WaitingLimit, 1 + (site.Processors % 8)).With(site.Waiting, site.Running)).ToList();
            var waiting = jobs.Take(12).Select((job, index) => Waiting(job.Jobs, index, AKey.With(("Sites", job.Kind % 3 == 0 ? [] : [$"DIRAC.s{job.Kind % 12}.org"])))).ToList();

            var plan = PilotPlan.Make(states, waiting);

            var slots = waiting.Sum(queue => queue.Jobs);
            Assert.All(plan, one => Assert.InRange(one.Value.Values.Sum(), 1, states.Single(state => state.Queue.Name == one.Key).Room));
            // Each pilot takes at least one job that nobody else is on the way for.
            Assert.True(Sum(plan) <= slots);
        });

    private static TaskQueue Waiting(long jobs, long id = 1, TaskQueueKey? key = null) => new(id, key ?? AKey.With(), 1, jobs);

    private static QueueName Name(string ce) => new($"DIRAC.{ce}.org", ce, "q");

    private static int Sum(IReadOnlyDictionary<QueueName, IReadOnlyDictionary<string, int>> plan) => plan.Values.Sum(queue => queue.Values.Sum());
}
