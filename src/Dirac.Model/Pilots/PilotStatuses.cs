namespace Dirac.Model.Pilots;

/// <summary>Which pilot statuses mean what. Pure and thread-safe.</summary>
public static class PilotStatuses
{
    private static readonly Dictionary<string, PilotStatus> ByName =
        Enum.GetValues<PilotStatus>().ToDictionary(status => status.ToString(), StringComparer.Ordinal);

    /// <summary>Has not started yet.</summary>
    public static IReadOnlyList<PilotStatus> Waiting { get; } = [PilotStatus.Submitted, PilotStatus.Waiting];

    /// <summary>May still do something.</summary>
    public static IReadOnlyList<PilotStatus> Transient { get; } =
        [PilotStatus.Submitted, PilotStatus.Waiting, PilotStatus.Running, PilotStatus.Unknown];

    /// <summary>Will do nothing more.</summary>
    public static IReadOnlyList<PilotStatus> Final { get; } =
        [PilotStatus.Done, PilotStatus.Aborted, PilotStatus.Deleted, PilotStatus.Failed];

    /// <summary>Whether the pilot will do nothing more.</summary>
    /// <param name="status">The status now.</param>
    public static bool IsFinal(PilotStatus status) =>
        status is PilotStatus.Done or PilotStatus.Aborted or PilotStatus.Deleted or PilotStatus.Failed;

    /// <summary>Reads a status by its exact, case-sensitive name.</summary>
    /// <param name="text">The stored or transmitted name; the old <c>Scheduled</c> reads as Waiting.</param>
    /// <param name="status">The status, when the name is one.</param>
    /// <returns>Whether <paramref name="text"/> names a status.</returns>
    public static bool TryParse(string? text, out PilotStatus status)
    {
        // compat: batch plug-ins of older versions still store Scheduled.
        if (text == "Scheduled")
        {
            status = PilotStatus.Waiting;
            return true;
        }

        status = default;
        return text is not null && ByName.TryGetValue(text, out status);
    }
}
