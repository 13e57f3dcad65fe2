using Dirac.Model.Text;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>Jobs of which a site, or a computing element, takes no more at the moment.</summary>
/// <param name="Attribute">JobType, Owner, OwnerGroup or JobGroup.</param>
/// <param name="Value">The attribute's value.</param>
/// <param name="Why">What is reached or waited for, in words.</param>
internal abstract record Exclusion(string Attribute, string Value, string Why)
{
    /// <summary>The attributes limits may be set for. JobGroup is no field of task queues: single jobs are left out of the draw.</summary>
    public static readonly IReadOnlyList<string> Attributes = ["JobType", "Owner", "OwnerGroup", JobGroup];

    public const string JobGroup = "JobGroup";

    /// <summary>Whether all jobs of the queue are meant.</summary>
    public bool Hits(TaskQueueKey queue) => Attribute switch
    {
        "JobType" => queue.Values("JobTypes").Contains(Value),
        "Owner" => queue.Owner == Value,
        "OwnerGroup" => queue.OwnerGroup == Value,
        _ => false,
    };
}

/// <summary>As many such jobs run as may.</summary>
internal sealed record LimitReached(string Attribute, string Value, string Where, long Running, long Limit)
    : Exclusion(Attribute, Value, $"the limit of {Numbers.Of(Limit, "running job")} with {Attribute} {Value} at {Where} is reached ({Running} run)");

/// <summary>Such a job was matched a short time ago.</summary>
internal sealed record Delayed(string Attribute, string Value, string Where, DateTimeOffset Until)
    : Exclusion(Attribute, Value, $"a job with {Attribute} {Value} was matched at {Where} a short time ago; the next one may be at {Until:yyyy-MM-dd HH:mm:ss} UTC");
