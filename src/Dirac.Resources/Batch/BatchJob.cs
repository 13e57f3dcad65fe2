namespace Dirac.Resources.Batch;

/// <summary>A pilot as a batch system knows it.</summary>
/// <param name="Stamp">The pilot.</param>
/// <param name="Number">Its number there.</param>
internal sealed record BatchJob(string Stamp, string Number);
