using System.Diagnostics;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Removal;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>What can be done to many jobs in one tracked operation: the very operations of single calls, by the names that are stored and told.</summary>
internal sealed class OperationVerbs(KillJobs kill, DeleteJobs delete, Rescheduling rescheduling, RemoveJobs remove, ConfirmVerb confirm)
{
    public const string Kill = "kill";
    public const string Delete = "delete";
    public const string Reschedule = "reschedule";
    public const string Reset = "reset";
    public const string Remove = "remove";
    public const string Confirm = "confirm";

    public static readonly IReadOnlyList<string> All = [Kill, Delete, Reschedule, Reset, Remove, Confirm];

    public IJobVerb Find(string name) => name switch
    {
        Kill => kill,
        Delete => delete,
        Reschedule => new RescheduleVerb(rescheduling, reset: false),
        Reset => new RescheduleVerb(rescheduling, reset: true),
        Remove => remove,
        Confirm => confirm,
        _ => throw new UnreachableException($"An operation was accepted that cannot be done: {name}."),
    };
}
