namespace Dirac.Monitoring.Statuses;

/// <summary>A row of DIRAC's status tables, or of their log and history.</summary>
internal sealed record StatusRow
{
    /// <summary>The owner of what nobody holds: automatons may change it.</summary>
    public const string Automatic = "rs_svc";

    /// <summary>The VO of what counts for every one.</summary>
    public const string AllVos = "all";

    /// <summary>DIRAC's end of time.</summary>
    public static readonly DateTime Never = new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);

    public long ID { get; init; }

    public string Name { get; init; } = "";

    public string StatusType { get; init; } = ElementKind.AllTypes;

    public string VO { get; init; } = AllVos;

    public string Status { get; init; } = "";

    public string Reason { get; init; } = "Unspecified";

    /// <summary>Since when it has its status, UTC.</summary>
    public DateTime DateEffective { get; init; }

    /// <summary>Until when the owner's word stands, UTC.</summary>
    public DateTime TokenExpiration { get; init; } = Never;

    public string ElementType { get; init; } = "";

    /// <summary>When it was last looked at or changed, UTC.</summary>
    public DateTime LastCheckTime { get; init; }

    /// <summary>Who holds it: a user name, or <see cref="Automatic"/>.</summary>
    public string TokenOwner { get; init; } = Automatic;

    public StatusKey Key => new(Name, StatusType, VO);
}

/// <summary>The key of a status table.</summary>
internal readonly record struct StatusKey(string Name, string StatusType, string VO);
