namespace Dirac.Workload.Pilots.Records;

/// <summary>Message: one look for pilots that are silent or have been in the records for long.</summary>
internal sealed record PilotStatusRound;
