namespace Dirac.Workload.Rescue;

/// <summary>Message: one look for Waiting jobs in no queue.</summary>
internal sealed record RequeueRound;
