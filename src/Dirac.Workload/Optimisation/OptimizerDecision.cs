using Dirac.Model.Jdl;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Optimisation;

/// <summary>What an optimizer wants done with a job.</summary>
internal abstract record OptimizerDecision
{
    private OptimizerDecision()
    {
    }

    /// <summary>On to the next optimizer, leaving parameters behind.</summary>
    public sealed record Continue(IReadOnlyDictionary<string, string> Parameters) : OptimizerDecision
    {
        public static Continue WithNothing { get; } = new(new Dictionary<string, string>());
    }

    /// <summary>Look again later; the application status says why.</summary>
    public sealed record Hold(TimeSpan Delay, string ApplicationStatus) : OptimizerDecision;

    /// <summary>The job cannot run; the application status says why.</summary>
    public sealed record Fail(string Message) : OptimizerDecision;

    /// <summary>Ready: into the task queue of this key.</summary>
    public sealed record Enqueue(TaskQueueKey Key, ClassAd Requirements, string Site) : OptimizerDecision
    {
        /// <summary>What the job's application status becomes: more than Unknown when it cannot run anywhere now.</summary>
        public string ApplicationStatus { get; init; } = "Unknown";
    }
}
