namespace Dirac.Workload.Sandboxes;

/// <summary>Message: one cleaning of sandboxes.</summary>
internal sealed record SandboxRound;
