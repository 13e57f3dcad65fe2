namespace Dirac.Resources.Computing;

/// <summary>A pilot at a computing element.</summary>
/// <param name="Stamp">Our name of it, 1 to 32 letters, digits, '-', '_' and '.'.</param>
/// <param name="Reference">The element's name of it, such as <c>slurm://cluster/4711_3</c>.</param>
public sealed record PilotHandle(string Stamp, string Reference);
