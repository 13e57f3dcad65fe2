using Dirac.Pilot.Node;

namespace Dirac.Pilot.Matching;

/// <summary>A part of what the pilot has.</summary>
/// <param name="Processors">Processors.</param>
/// <param name="RamMegabytes">Memory, MB.</param>
/// <param name="Gpus">GPUs.</param>
internal readonly record struct SlotShare(int Processors, long RamMegabytes, GpuSet Gpus = default)
{
    /// <summary>What is left of this when a part of it is taken.</summary>
    internal SlotShare Without(SlotShare part) => new(Processors - part.Processors, RamMegabytes - part.RamMegabytes, Gpus.Without(part.Gpus));

    /// <summary>This and another part.</summary>
    internal SlotShare With(SlotShare part) => new(Processors + part.Processors, RamMegabytes + part.RamMegabytes, Gpus.With(part.Gpus));
}
