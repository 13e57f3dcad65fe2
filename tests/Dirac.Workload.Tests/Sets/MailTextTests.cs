using Dirac.Model.Api;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Tests.Sets;

public sealed class MailTextTests
{
    [Theory]
    [InlineData(1, "1 job: 0 done, 1 failed, ", "A job has failed since the last message.")]
    [InlineData(2, "2 jobs: 0 done, 2 failed, ", "Jobs have failed 2 times since the last message.")]
    public void Body_OneJobOrSeveral_CountsThemInTheRightForm(int jobs, string counted, string failures)
    {
        var report = new JobSetReport
        {
            Message = 1,
            Set = new JobSetInfo { Id = 1, Name = "x", Owner = "ann", OwnerGroup = "users", State = "Closed", Created = DateTimeOffset.UnixEpoch, Counts = new JobSetCounts(jobs, 0, 0, jobs, 0, 0) },
            Events = ["failed"],
            Time = DateTimeOffset.UnixEpoch,
            NewFailures = jobs,
            FailedJobs = [],
            Reasons = [],
        };

        var body = MailText.Body(report);

        Assert.Contains(counted, body, StringComparison.Ordinal);
        Assert.Contains(failures, body, StringComparison.Ordinal);
    }
}
