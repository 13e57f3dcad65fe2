using Dirac.Model.Api;

namespace Dirac.Workload.Sets;

/// <summary>A set as it is stored, with the counts of its lines added.</summary>
internal sealed class JobSetRow
{
    public long SetID { get; init; }

    public string VO { get; init; } = "";

    public string Owner { get; init; } = "";

    public string OwnerGroup { get; init; } = "";

    /// <summary>The properties its owner had when it was made, separated by commas.</summary>
    public string Properties { get; init; } = "";

    public string Name { get; init; } = "";

    public string State { get; init; } = "";

    public long? ParentID { get; init; }

    public string Secret { get; init; } = "";

    public long CreatedMs { get; init; }

    public long? EndedMs { get; init; }

    public long Active { get; init; }

    public long Done { get; init; }

    public long Failed { get; init; }

    public long Killed { get; init; }

    public long Deleted { get; init; }

    public long Failures { get; init; }

    public SetTally Tally => new(Active, Done, Failed, Killed, Deleted, Failures);

    public JobSetInfo ToMessage() => new()
    {
        Id = SetID,
        Name = Name,
        Owner = Owner,
        OwnerGroup = OwnerGroup,
        State = State,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(CreatedMs),
        Ended = EndedMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
        HasFailed = Failures > 0,
        Counts = Tally.ToMessage(),
        Previous = ParentID,
    };
}
