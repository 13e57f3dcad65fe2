using FsCheck.Xunit;

namespace Dirac.Tasks.Tests;

public sealed class RetryPolicyTests
{
    [Property]
    public bool Delay_AnyAttempt_IsBetweenHalfAndAllOfItsLongestAndWithinTheLimit(byte attempt, ushort chance)
    {
        var policy = new RetryPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        var number = attempt + 1;
        var longest = Math.Min(600, Math.Pow(2, number - 1));

        var delay = policy.Delay(number, chance / 65_536.0).TotalSeconds;

        return delay >= longest / 2 && delay <= longest;
    }

    [Fact]
    public void Delay_SecondAttempt_IsTwiceTheFirst() =>
        Assert.Equal(2 * RetryPolicy.Default.Delay(1, 0.25), RetryPolicy.Default.Delay(2, 0.25));

    [Fact]
    public void Next_FailureWithAPolicyOfItsOwn_FollowsIt()
    {
        var policy = RetryPolicy.Default with
        {
            For = failure => failure switch
            {
                { Kind: FailureKind.BadInput } => null,
                { Kind: FailureKind.ResourceAway } or { Exception: HttpRequestException } => new RetryPolicy(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)),
                _ => RetryPolicy.Default,
            },
        };

        Assert.Null(policy.Next(new TaskFailure(1, FailureKind.BadInput, null, "x"), 0));
        Assert.Equal(TimeSpan.FromMinutes(2.5), policy.Next(new TaskFailure(1, FailureKind.ResourceAway, null, "x"), 0));
        Assert.Equal(TimeSpan.FromMinutes(5), policy.Next(new TaskFailure(2, FailureKind.Other, new HttpRequestException("x"), "x"), 0));
        Assert.Equal(RetryPolicy.Default.Delay(3, 0.5), policy.Next(new TaskFailure(3, FailureKind.Other, null, "x"), 0.5));
    }

    [Fact]
    public void Next_WithoutOne_IsTheDelayAfterTheAttempt() =>
        Assert.Equal(RetryPolicy.Default.Delay(4, 0.3), RetryPolicy.Default.Next(new TaskFailure(4, FailureKind.BadInput, null, "x"), 0.3));
}
