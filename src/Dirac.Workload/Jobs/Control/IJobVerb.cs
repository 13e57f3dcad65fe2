using Dirac.Persistence;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs.Control;

/// <summary>What is done with many jobs at once: whom it is allowed to, to which jobs, and what it writes. <see cref="BulkControl"/> does the rest.</summary>
internal interface IJobVerb
{
    /// <summary>What the caller needs on each job.</summary>
    JobRights Right { get; }

    /// <summary>When the jobs leave their task queues.</summary>
    QueueLeave Leaves { get; }

    /// <summary>Why this cannot be done with a job as it is, in a sentence; null when it can. Pure.</summary>
    string? Refusal(JobRow job);

    /// <summary>Does it, in a transaction of JobDB that has loaded the jobs, and notes an outcome for each.</summary>
    Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken);
}
