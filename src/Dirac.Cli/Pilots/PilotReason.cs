namespace Dirac.Cli.Pilots;

/// <summary>Why a pilot is as it is, for a person.</summary>
internal static class PilotReason
{
    private const string None = "Unknown";

    /// <summary>The reason; empty where DIRAC's tables say that there is none.</summary>
    public static string Of(string stored) => stored == None ? "" : stored;
}
