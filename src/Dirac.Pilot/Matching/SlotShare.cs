namespace Dirac.Pilot.Matching;

/// <summary>A part of what the pilot has.</summary>
/// <param name="Processors">Processors.</param>
/// <param name="RamMegabytes">Memory, MB.</param>
internal readonly record struct SlotShare(int Processors, long RamMegabytes);
