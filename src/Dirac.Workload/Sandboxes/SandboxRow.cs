namespace Dirac.Workload.Sandboxes;

/// <summary>A registered sandbox with its owner.</summary>
internal sealed class SandboxRow
{
    public long SBId { get; init; }

    public string SEName { get; init; } = "";

    public string SEPFN { get; init; } = "";

    public long Bytes { get; init; }

    public string Owner { get; init; } = "";

    public string OwnerGroup { get; init; } = "";

    public string VO { get; init; } = "";
}
