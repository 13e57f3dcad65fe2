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
}
