namespace Dirac.Workload.Pilots;

/// <summary>A value that cannot stand in its column.</summary>
/// <param name="Column">The column; empty for the stamp that names the row.</param>
/// <param name="Value">The value.</param>
/// <param name="Message">One sentence for a person.</param>
internal sealed record ColumnFault(string Column, string Value, string Message);
