namespace Dirac.Resources.Computing;

/// <summary>How many of our pilots a computing element has.</summary>
/// <param name="Running">Started and not ended.</param>
/// <param name="Waiting">Handed in and not started.</param>
public sealed record CECapacity(int Running, int Waiting);
