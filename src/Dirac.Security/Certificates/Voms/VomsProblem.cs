namespace Dirac.Security.Certificates.Voms;

/// <summary>What is wrong with an attribute certificate.</summary>
/// <param name="Fault">The kind.</param>
/// <param name="Detail">More about it, for people; may be empty.</param>
internal sealed record VomsProblem(VomsFault Fault, string Detail);
