using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Workload.Pilots;

/// <summary>What may stand in the columns of a pilot's row.</summary>
internal static class PilotColumns
{
    private const int LongestName = 128;
    private const int LongestReference = 255;
    private const int LongestType = 32;

    /// <exception cref="DiracException">BadRequest naming the first value that cannot be stored.</exception>
    public static void Check(PilotRegistration pilot)
    {
        Check("pilot_reference", pilot.PilotReference, LongestReference);
        Check("grid_site", pilot.GridSite, LongestName);
        Check("destination_site", pilot.DestinationSite, LongestName);
        Check("grid_type", pilot.GridType, LongestType);
        Check("vo", pilot.Vo, LongestName);
    }

    /// <exception cref="DiracException">BadRequest naming the first value that cannot be stored.</exception>
    public static void Check(PilotMetadata change)
    {
        Check("DestinationSite", change.DestinationSite, LongestName);
        Check("Queue", change.Queue, LongestName);
        Check("GridSite", change.GridSite, LongestName);
        Check("GridType", change.GridType, LongestType);
        Check("HostName", change.HostName, LongestName);
        if (change.CurrentJobID is < 0 or > uint.MaxValue) throw Bad("CurrentJobID is not the number of a job.");
    }

    /// <exception cref="DiracException">BadRequest naming the first value that cannot be stored.</exception>
    public static void Check(PilotReferences pilots)
    {
        Check("grid_site", pilots.GridSite, LongestName);
        Check("destination_site", pilots.DestinationSite, LongestName);
        Check("queue", pilots.Queue, LongestName);
        Check("grid_type", pilots.GridType, LongestType);
    }

    /// <summary>Whether a text can be what a computing element calls a pilot.</summary>
    public static bool IsReference(string text) => text.Length is > 0 and <= LongestReference && ColumnText.IsStorable(text);

    private static void Check(string name, string? value, int length)
    {
        if (value is not null && (value.Length > length || !ColumnText.IsStorable(value))) throw Bad($"{name} has at most {length} Latin letters.");
    }

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message, "Nothing was changed.");
}
