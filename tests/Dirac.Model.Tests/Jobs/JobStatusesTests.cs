using Dirac.Model.Jobs;

namespace Dirac.Model.Tests.Jobs;

public sealed class JobStatusesTests
{
    /// <summary>DIRAC's table, written again in another form so that a slip in one of them shows.</summary>
    private static readonly Dictionary<string, string> Table = new()
    {
        ["Submitting"] = "Received Checking Deleted Killed",
        ["Received"] = "Scouting Checking Waiting Failed Deleted Killed",
        ["Checking"] = "Scouting Staging Waiting Rescheduled Failed Deleted Killed",
        ["Scouting"] = "Checking Failed Stalled Killed",
        ["Staging"] = "Checking Waiting Failed Killed",
        ["Waiting"] = "Matched Rescheduled Deleted Killed",
        ["Matched"] = "Running Failed Rescheduled Killed",
        ["Rescheduled"] = "Waiting Received Deleted Failed Killed",
        ["Running"] = "Stalled Done Failed Rescheduled Completing Killed Received",
        ["Stalled"] = "Running Failed Killed",
        ["Completing"] = "Done Failed Completed Stalled Killed",
        ["Completed"] = "Done Failed",
        ["Done"] = "Deleted",
        ["Failed"] = "Rescheduled Deleted",
        ["Killed"] = "Deleted",
        ["Deleted"] = "",
    };

    public static TheoryData<JobStatus, JobStatus> AllPairs()
    {
        var pairs = new TheoryData<JobStatus, JobStatus>();
        foreach (var from in Enum.GetValues<JobStatus>())
        {
            foreach (var to in Enum.GetValues<JobStatus>()) pairs.Add(from, to);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Decide_EveryPair_FollowsTheTableOrStays(JobStatus from, JobStatus to)
    {
        var listed = Table[from.ToString()].Split(' ').Contains(to.ToString());

        Assert.Equal(listed, JobStatuses.CanGo(from, to));
        Assert.Equal(listed || from == JobStatus.Deleted ? to : from, JobStatuses.Decide(from, to));
    }

    [Fact]
    public void Next_EveryStatus_IsInTheOrderOfTheTable()
    {
        Assert.Equal(16, Table.Count);
        foreach (var (name, next) in Table)
        {
            Assert.True(JobStatuses.TryParse(name, out var status));
            Assert.Equal(next, string.Join(' ', JobStatuses.Next(status)));
        }
    }

    [Theory]
    [InlineData("done")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData(" Done")]
    [InlineData(null)]
    public void TryParse_AnythingButTheExactName_IsRefused(string? text) => Assert.False(JobStatuses.TryParse(text, out _));

    [Fact]
    public void IsFinal_EveryStatus_HoldsForTheFiveFinalOnes() =>
        Assert.Equal(
            [JobStatus.Completed, JobStatus.Done, JobStatus.Failed, JobStatus.Killed, JobStatus.Deleted],
            Enum.GetValues<JobStatus>().Where(JobStatuses.IsFinal));
}
