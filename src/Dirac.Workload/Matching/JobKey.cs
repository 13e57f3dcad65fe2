using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Workload.Jobs;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>The task queue key that follows from a job's description. Pure.</summary>
internal static class JobKey
{
    public static TaskQueueKey Of(JobRow row, JobDescription job) => Of(row, job, [.. job.Sites.Except(job.BannedSites)]);

    /// <summary>As above, with sites narrowed down by where the input data is.</summary>
    public static TaskQueueKey Of(JobRow row, JobDescription job, IReadOnlyList<string> sites) => new(
        row.Owner,
        row.OwnerGroup,
        row.VO,
        CpuSegments.RoundUp(job.CpuTime),
        new Dictionary<string, IEnumerable<string>>
        {
            ["Sites"] = sites,
            ["BannedSites"] = job.BannedSites,
            ["GridCEs"] = job.GridCEs,
            ["Platforms"] = job.Platforms,
            ["JobTypes"] = [job.JobType],
            ["Tags"] = job.Tags(),
        });
}
