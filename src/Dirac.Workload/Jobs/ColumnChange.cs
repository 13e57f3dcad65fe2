namespace Dirac.Workload.Jobs;

/// <summary>A value that a column of one job's row is to have.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Column">A column of <c>Jobs</c>, spelt as in the table.</param>
/// <param name="Value">The value, as it is stored.</param>
internal sealed record ColumnChange(long JobID, string Column, object Value);
