using Dirac.Framework.Login.Flows;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Login;

public sealed class FlowRulesTests
{
    private const int Runs = 2000;
    private const int Steps = 30;
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    [Fact]
    public void Next_AnyEvents_GiveTokensOnceAtMost_AfterAnApprovalAndInTime()
    {
        var random = new Random(TestSeed.Next());
        for (var run = 0; run < Runs; run++)
        {
            var (state, now, approved, given, ended) = (New(), Start, (DateTime?)null, 0, false);
            for (var index = 0; index < Steps; index++)
            {
                now += TimeSpan.FromSeconds(random.Next(0, 40));
                var happening = Draw(random, now);
                var before = state;
                (state, var refusal) = FlowRules.Next(state, happening, now);
                if (happening is FlowEvent.Approve && refusal is null) approved = now;
                if (happening is FlowEvent.Redeem redeem && refusal is null)
                {
                    given++;
                    Assert.True(redeem.IsProven);
                    Assert.False(ended);
                    Assert.True(now - approved < CodeLifetime);
                }

                ended |= state.Status is FlowStatus.Denied or FlowStatus.Dead;
                CheckInvariants(before, state, refusal);
            }

            Assert.InRange(given, 0, 1);
        }
    }

    [Fact]
    public void Next_AnyEvents_NeverLeaveAnEnd()
    {
        var random = new Random(TestSeed.Next());
        foreach (var end in (FlowStatus[])[FlowStatus.Denied, FlowStatus.Dead])
        {
            var state = New() with { Status = end };
            for (var index = 0; index < Runs; index++)
            {
                var step = FlowRules.Next(state, Draw(random, Start), Start);
                Assert.NotNull(step.Refusal);
                Assert.Equal(state, step.Next);
            }
        }
    }

    [Fact]
    public void Next_SecondRedeem_IsTold_AndKillsTheCode()
    {
        var done = FlowRules.Next(Ready(), new FlowEvent.Redeem(true), Start).Next;

        var second = FlowRules.Next(done, new FlowEvent.Redeem(true), Start);
        var third = FlowRules.Next(second.Next, new FlowEvent.Redeem(true), Start);

        Assert.Equal((FlowStatus.Dead, FlowRefusal.UsedTwice), (second.Next.Status, second.Refusal));
        Assert.Equal(FlowRefusal.Dead, third.Refusal);
    }

    [Fact]
    public void Next_SecondRedeemWithAWrongProof_EndsTheTokensTooSinceTheCodeIsKnownToAThief()
    {
        var done = FlowRules.Next(Ready(), new FlowEvent.Redeem(true), Start).Next;

        Assert.Equal(FlowRefusal.UsedTwice, FlowRules.Next(done, new FlowEvent.Redeem(false), Start).Refusal);
    }

    [Fact]
    public void Next_WrongProof_KillsTheCode_ForTheRightOneToo()
    {
        var step = FlowRules.Next(Ready(), new FlowEvent.Redeem(false), Start);

        Assert.Equal((FlowStatus.Dead, FlowRefusal.Unproven), (step.Next.Status, step.Refusal));
        Assert.Equal(FlowRefusal.Dead, FlowRules.Next(step.Next, new FlowEvent.Redeem(true), Start).Refusal);
    }

    [Fact]
    public void Next_AtTheEndOfTheTime_IsTooLate()
    {
        var late = Start + Lifetime;

        Assert.Equal(FlowRefusal.Expired, FlowRules.Next(New(), new FlowEvent.Approve(late + CodeLifetime), late).Refusal);
        Assert.Equal(FlowRefusal.Expired, FlowRules.Next(New(), new FlowEvent.Redeem(true), late).Refusal);
        Assert.Equal(FlowRefusal.Expired, FlowRules.Next(Ready(), new FlowEvent.Redeem(true), Start + CodeLifetime).Refusal);
        Assert.Null(FlowRules.Next(Ready(), new FlowEvent.Redeem(true), Start + CodeLifetime - TimeSpan.FromTicks(1)).Refusal);
    }

    [Fact]
    public void Next_PendingRedeem_IsPendingOrDenied_AsThePersonHasAnswered()
    {
        var denied = FlowRules.Next(New(), new FlowEvent.Deny(), Start);

        Assert.Equal(FlowRefusal.StillPending, FlowRules.Next(New(), new FlowEvent.Redeem(true), Start).Refusal);
        Assert.Equal(FlowRefusal.Denied, FlowRules.Next(denied.Next, new FlowEvent.Redeem(true), Start).Refusal);
        Assert.Equal(FlowRefusal.Decided, FlowRules.Next(denied.Next, new FlowEvent.Approve(Start + CodeLifetime), Start).Refusal);
    }

    private static void CheckInvariants(FlowState before, FlowState after, FlowRefusal? refusal)
    {
        if (refusal is FlowRefusal.Unproven or FlowRefusal.UsedTwice) Assert.Equal(FlowStatus.Dead, after.Status);
        else if (refusal is not null) Assert.Equal(before, after);
        else Assert.NotEqual(before.Status, after.Status);
        if (before.Status == FlowStatus.Done) Assert.Contains(after.Status, (FlowStatus[])[FlowStatus.Done, FlowStatus.Dead]);
    }

    private static FlowEvent Draw(Random random, DateTime now) => random.Next(8) switch
    {
        0 => new FlowEvent.Deny(),
        1 => new FlowEvent.Redeem(false),
        2 or 3 or 4 => new FlowEvent.Redeem(true),
        _ => new FlowEvent.Approve(now + CodeLifetime),
    };

    private static FlowState New() => new(FlowStatus.Pending, Start + Lifetime);

    private static FlowState Ready() => FlowRules.Next(New(), new FlowEvent.Approve(Start + CodeLifetime), Start).Next;
}
