namespace Dirac.Workload.Tests.Model;

/// <summary>DIRAC's job states, typed in from the specification a second time so that a slip in one place shows.</summary>
internal static class StateTable
{
    private const string Table = """
        Submitting:  Received Checking Deleted Killed
        Received:    Scouting Checking Waiting Failed Deleted Killed
        Checking:    Scouting Staging Waiting Rescheduled Failed Deleted Killed
        Scouting:    Checking Failed Stalled Killed
        Staging:     Checking Waiting Failed Killed
        Waiting:     Matched Rescheduled Deleted Killed
        Matched:     Running Failed Rescheduled Killed
        Rescheduled: Waiting Received Deleted Failed Killed
        Running:     Stalled Done Failed Rescheduled Completing Killed Received
        Stalled:     Running Failed Killed
        Completing:  Done Failed Completed Stalled Killed
        Completed:   Done Failed
        Done:        Deleted
        Failed:      Rescheduled Deleted
        Killed:      Deleted
        Deleted:
        """;

    private static readonly Dictionary<string, HashSet<string>> Next = Table.Split('\n').Select(line => line.Split(':'))
        .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());

    public static IReadOnlyList<string> All { get; } = [.. Next.Keys];

    public static bool CanGo(string from, string to) => Next[from].Contains(to);

    /// <summary>Where a job goes when it is asked to: there, or nowhere. A deleted one goes anywhere.</summary>
    public static string Ask(string from, string to) => from == "Deleted" || CanGo(from, to) ? to : from;

    public static bool EndsExecution(string status) => status is "Done" or "Completed" or "Failed" or "Killed";

    public static bool IsFinal(string status) => EndsExecution(status) || status == "Deleted";
}
