using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs.Submission;

/// <summary>The state in which jobs are stored.</summary>
internal sealed record FirstState(JobStatus Status, string Minor)
{
    /// <summary>They go on at once.</summary>
    public static readonly FirstState Accepted = new(JobStatus.Received, MinorStatuses.JobAccepted);

    /// <summary>They wait until their owner has confirmed to know their numbers.</summary>
    public static readonly FirstState Unconfirmed = new(JobStatus.Submitting, MinorStatuses.BulkTransactionConfirmation);
}
