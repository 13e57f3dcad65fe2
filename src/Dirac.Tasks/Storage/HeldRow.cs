namespace Dirac.Tasks.Storage;

/// <summary>A task that is held and about to end.</summary>
internal sealed class HeldRow
{
    public long TaskID { get; init; }

    /// <summary>The group it is a member of.</summary>
    public long? GroupID { get; init; }

    /// <summary>The group whose end made it.</summary>
    public long? EndsGroupID { get; init; }
}
