using Dirac.Workload.Jobs.Operations;

namespace Dirac.Workload.Tests.Jobs;

public sealed class OperationOutcomesTests
{
    [Theory]
    [InlineData("Job 7 is Done: there is nothing to kill.", "It is Done: there is nothing to kill.")]
    [InlineData("Job 7: Maximum of reschedulings reached.", "Maximum of reschedulings reached.")]
    [InlineData("Job 77 is Done.", "Job 77 is Done.")]
    [InlineData("Something else.", "Something else.")]
    [InlineData("Job 7", "Job 7")]
    public void AboutIt_ReasonAboutAJob_NamesItNoMore(string reason, string told) => Assert.Equal(told, OperationOutcomes.AboutIt(7, reason));
}
