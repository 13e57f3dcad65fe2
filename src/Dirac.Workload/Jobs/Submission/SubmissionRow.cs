namespace Dirac.Workload.Jobs.Submission;

/// <summary>What became of a submission that had a key.</summary>
internal sealed class SubmissionRow
{
    public string Digest { get; init; } = "";

    public long FirstJobID { get; init; }

    public int Jobs { get; init; }

    public long CreatedMs { get; init; }
}
