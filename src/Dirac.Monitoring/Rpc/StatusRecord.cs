using System.Globalization;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Monitoring.Statuses;
using Dirac.Wire.Values;

namespace Dirac.Monitoring.Rpc;

/// <summary>The values that a client gives for a row. What Python takes for false counts as not given, as there. Pure.</summary>
internal sealed class StatusRecord
{
    private readonly Dictionary<string, WireValue> _values = new(StringComparer.Ordinal);

    private StatusRecord()
    {
    }

    /// <summary>What is wrong with them; null when they are good.</summary>
    public string? Problem { get; private set; }

    public string? Name => Text(nameof(StatusRow.Name));

    public string? StatusType => Text(nameof(StatusRow.StatusType));

    public string? VO => Text(nameof(StatusRow.VO));

    public string? TokenOwner => Text(nameof(StatusRow.TokenOwner));

    public static StatusRecord Read(StatusTable table, WireDict parameters)
    {
        var record = new StatusRecord();
        foreach (var (key, value) in parameters)
        {
            if (!PythonTruth.Of(value)) continue;
            if (table.Column(PythonText.Of(key)) is { } column) record._values[column] = value;
            else if (PythonText.Of(key) != StatusConditions.Meta) record.Problem ??= $"{table.Name} has no column {PythonText.Of(key)}";
        }

        record.Check();
        return record;
    }

    /// <summary>The row that these values make of another.</summary>
    /// <param name="row">The row before.</param>
    /// <param name="now">The time, for what is not given.</param>
    public StatusRow Over(StatusRow row, DateTime now)
    {
        var status = Text(nameof(StatusRow.Status)) ?? row.Status;
        return row with
        {
            Name = Name ?? row.Name,
            StatusType = StatusType ?? row.StatusType,
            VO = VO ?? row.VO,
            Status = status,
            Reason = StatusWords.Fit(Text(nameof(StatusRow.Reason)) ?? row.Reason, StatusWords.LongestReason),
            ElementType = Text(nameof(StatusRow.ElementType)) ?? row.ElementType,
            TokenOwner = StatusWords.Owner(TokenOwner ?? row.TokenOwner),
            TokenExpiration = Time(nameof(StatusRow.TokenExpiration)) ?? row.TokenExpiration,
            // It says since when the status is, so it moves with the status.
            DateEffective = Time(nameof(StatusRow.DateEffective)) ?? (status == row.Status && row.DateEffective != default ? row.DateEffective : now),
            LastCheckTime = Time(nameof(StatusRow.LastCheckTime)) ?? now,
        };
    }

    private void Check()
    {
        foreach (var name in (string[])["DateEffective", "TokenExpiration", "LastCheckTime"])
        {
            if (_values.TryGetValue(name, out var value) && Time(name) is null) Problem ??= $"{name}: {PythonText.Of(value)} is not a time";
        }

        if (Text(nameof(StatusRow.Status)) is { } status && StatusRules.LevelOf(status) < 0) Problem ??= $"Not a valid status, parameter rejected: {status}";
        if (Name is { Length: > StatusWords.LongestName } || VO is { Length: > StatusWords.LongestName }) Problem ??= $"Names have at most {StatusWords.LongestName} characters";
    }

    private string? Text(string column) => _values.TryGetValue(column, out var value) ? PythonText.Of(value) : null;

    private DateTime? Time(string column)
    {
        if (!_values.TryGetValue(column, out var value)) return null;
        if (value.Kind == WireKind.DateTime) return DateTime.SpecifyKind(value.AsDateTime(), DateTimeKind.Utc);
        return DateTime.TryParse(PythonText.Of(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }
}
