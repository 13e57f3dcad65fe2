using Dirac.Monitoring.Statuses;
using Dirac.Wire.Values;

namespace Dirac.Monitoring.Rpc;

/// <summary>A table that clients name, and its columns in the order in which DIRAC answers with them. Pure.</summary>
internal sealed record StatusTable
{
    private static readonly string[] Tables = ["Status", "Log", "History"];
    private static readonly string[] Own = ["Name", "StatusType", "Status", "Reason", "DateEffective", "TokenExpiration", "ElementType", "LastCheckTime", "TokenOwner", "VO"];

    private StatusTable(string element, string kind) => (Element, Kind) = (element, kind);

    /// <summary>The family: Site, Resource or Node.</summary>
    public string Element { get; }

    /// <summary>Status, Log or History.</summary>
    public string Kind { get; }

    public string Name => Element + Kind;

    /// <summary>Whether it holds what counts now, one row for each key.</summary>
    public bool IsCurrent => Kind == Tables[0];

    public IReadOnlyList<string> Columns => IsCurrent ? Own : ["ID", .. Own];

    /// <summary>The table of a name; null when there is none.</summary>
    public static StatusTable? Find(string name) => StatusStore.Elements
        .SelectMany(element => Tables.Select(kind => new StatusTable(element, kind)))
        .FirstOrDefault(table => table.Name == name);

    /// <summary>The column of a name, whatever its case; null when there is none.</summary>
    public string? Column(string name) => Columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A column of a row.</summary>
    public static WireValue Value(StatusRow row, string column) => column switch
    {
        "ID" => row.ID,
        "Name" => row.Name,
        "StatusType" => row.StatusType,
        "Status" => row.Status,
        "Reason" => row.Reason,
        "DateEffective" => WireValue.Of(row.DateEffective),
        "TokenExpiration" => WireValue.Of(row.TokenExpiration),
        "ElementType" => row.ElementType,
        "LastCheckTime" => WireValue.Of(row.LastCheckTime),
        "TokenOwner" => row.TokenOwner,
        _ => row.VO,
    };
}
