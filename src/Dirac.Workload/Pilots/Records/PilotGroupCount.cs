namespace Dirac.Workload.Pilots.Records;

/// <summary>How many pilots of a group have a status.</summary>
/// <param name="Group">The group's values, in the order of the grouping.</param>
/// <param name="Status">The status.</param>
/// <param name="Count">Pilots.</param>
/// <param name="WithoutJob">Those of them that never had a job.</param>
/// <param name="InLastHour">Those of them that changed within the last hour.</param>
internal sealed record PilotGroupCount(IReadOnlyList<string> Group, string Status, long Count, long WithoutJob, long InLastHour);
