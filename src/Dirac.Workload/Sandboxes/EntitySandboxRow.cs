namespace Dirac.Workload.Sandboxes;

/// <summary>That a sandbox belongs to an entity.</summary>
internal sealed class EntitySandboxRow
{
    public string EntityId { get; init; } = "";

    public string Type { get; init; } = "";

    public string SEName { get; init; } = "";

    public string SEPFN { get; init; } = "";
}
