using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Pilots;

namespace Dirac.Workload.Pilots;

/// <summary>What may stand in the columns of a pilot's row. Pure.</summary>
internal static class PilotColumns
{
    private const int LongestName = 128;
    private const int LongestReference = 255;
    private const int LongestType = 32;

    /// <exception cref="DiracException">BadRequest naming the first value that cannot be stored.</exception>
    public static void Check(PilotRegistration pilot) => Demand(Faults(pilot));

    /// <exception cref="DiracException">BadRequest naming the first value that cannot be stored.</exception>
    public static void Check(string stamp, PilotMetadata change) => Demand(Faults(stamp, change));

    /// <exception cref="DiracException">BadRequest naming the first value that cannot be stored.</exception>
    public static void Check(PilotReferences pilots) => Demand(
        Faults(("grid_site", pilots.GridSite, LongestName), ("destination_site", pilots.DestinationSite, LongestName), ("queue", pilots.Queue, LongestName), ("grid_type", pilots.GridType, LongestType)));

    /// <exception cref="DiracException">BadRequest: the name cannot be stored.</exception>
    public static void CheckElement(string? name) => Demand(Faults((nameof(PilotMetadata.DestinationSite), name, LongestName)));

    /// <summary>The values of a new pilot that cannot be stored.</summary>
    public static IEnumerable<ColumnFault> Faults(PilotRegistration pilot) =>
    [
        .. OfStamp("pilot_stamp", pilot.PilotStamp),
        .. OfStatus("pilot_status", pilot.PilotStatus),
        .. Faults(
            ("pilot_reference", pilot.PilotReference, LongestReference),
            ("grid_site", pilot.GridSite, LongestName),
            ("destination_site", pilot.DestinationSite, LongestName),
            ("grid_type", pilot.GridType, LongestType),
            ("vo", pilot.Vo, LongestName)),
    ];

    /// <summary>The changes of a pilot that cannot be stored.</summary>
    public static IEnumerable<ColumnFault> Faults(string stamp, PilotMetadata change) =>
    [
        .. OfStamp("", stamp),
        .. OfStatus(nameof(change.Status), change.Status),
        .. Faults(
            (nameof(change.DestinationSite), change.DestinationSite, LongestName),
            (nameof(change.Queue), change.Queue, LongestName),
            (nameof(change.GridSite), change.GridSite, LongestName),
            (nameof(change.GridType), change.GridType, LongestType),
            (nameof(change.HostName), change.HostName, LongestName)),
        .. OfJob(nameof(change.CurrentJobID), change.CurrentJobID),
    ];

    /// <summary>Whether a text can be what a computing element calls a pilot.</summary>
    public static bool IsReference(string text) => text.Length is > 0 and <= LongestReference && ColumnText.IsStorable(text);

    private static IEnumerable<ColumnFault> OfStamp(string column, string stamp) => PilotLogin.IsStamp(stamp) ? [] : [new(column, stamp, PilotLogin.StampRule)];

    private static IEnumerable<ColumnFault> OfStatus(string column, string? status) => status is null || Enum.GetNames<PilotStatus>().Contains(status)
        ? []
        : [new(column, status, $"'{status}' is not a pilot status. Use one of {string.Join(", ", Enum.GetNames<PilotStatus>())}.")];

    private static IEnumerable<ColumnFault> OfJob(string column, long? job) => job is < 0 or > uint.MaxValue ? [new(column, $"{job}", $"{column} is not the number of a job.")] : [];

    private static IEnumerable<ColumnFault> Faults(params IReadOnlyList<(string Column, string? Value, int Length)> values) =>
        from value in values
        where value.Value is { } text && (text.Length > value.Length || !ColumnText.IsStorable(text))
        select new ColumnFault(value.Column, value.Value, $"{value.Column} has at most {value.Length} Latin letters.");

    private static void Demand(IEnumerable<ColumnFault> faults)
    {
        if (faults.FirstOrDefault() is { } fault) throw new DiracException(ErrorCode.BadRequest, fault.Message, "Nothing was changed.");
    }
}
