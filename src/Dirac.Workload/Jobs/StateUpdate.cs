using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs;

/// <summary>What a job's row is to become.</summary>
/// <param name="Job">The row as it is, loaded in this transaction.</param>
/// <param name="State">Status and times.</param>
/// <param name="HeartBeat">Its last sign of life; null for none yet.</param>
internal sealed record StateUpdate(JobRow Job, JobState State, DateTime? HeartBeat)
{
    public long JobID => Job.JobID;

    /// <summary>Whether nothing changes but the application status and the sign of life.</summary>
    public bool OnlySays => State == Job.State with { ApplicationStatus = State.ApplicationStatus };
}
