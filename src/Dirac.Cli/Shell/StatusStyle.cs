using Spectre.Console;

namespace Dirac.Cli.Shell;

/// <summary>The colour of a status, the same wherever it is shown.</summary>
internal static class StatusStyle
{
    /// <summary>The status as a coloured word.</summary>
    /// <param name="status">A job's or pilot's status.</param>
    public static Text Show(string status) => new(status, new Style(Of(status)));

    private static Color Of(string status) => status switch
    {
        "Done" or "Completed" => Color.Green,
        "Failed" or "Aborted" => Color.Red,
        "Stalled" or "Killed" => Color.Yellow,
        "Running" or "Matched" or "Completing" => Color.Blue,
        "Deleted" => Color.Grey,
        _ => Color.Default,
    };
}
