namespace Dirac.Pilot.Node;

/// <summary>What a pilot has to share out between jobs.</summary>
/// <param name="Processors">Processors, 1 or more.</param>
/// <param name="RamMegabytes">Memory, MB; 0 offers none beyond what any job needs.</param>
/// <param name="Gpus">GPUs, each as CUDA_VISIBLE_DEVICES names it.</param>
internal sealed record NodeResources(int Processors, long RamMegabytes, IReadOnlyList<string> Gpus);
