namespace Dirac.Workload.Sets.Actions;

/// <summary>Message: the condition of a rule holds, do its action.</summary>
/// <param name="RuleId">The rule.</param>
internal sealed record JobSetAction(long RuleId);
