using Dirac.Model.Text;

namespace Dirac.Model.Tests.Text;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0 jobs", "0 jobs were")]
    [InlineData(1, "1 job", "1 job was")]
    [InlineData(12_345, "12,345 jobs", "12,345 jobs were")]
    public void Of_Number_IsFollowedByTheRightForm(long number, string of, string were) => Assert.Equal((of, were), (Numbers.Of(number, "job"), Numbers.Were(number, "job")));
}
