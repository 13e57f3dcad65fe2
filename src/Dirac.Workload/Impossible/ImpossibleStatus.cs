namespace Dirac.Workload.Impossible;

/// <summary>How a Waiting job says that nothing known could run it: in its application status.</summary>
internal static class ImpossibleStatus
{
    private const string Start = "Impossible now: ";

    public static string Of(string reason) => Start + reason;

    /// <summary>The reason an application status gives; null when it says something else.</summary>
    public static string? ReasonIn(string? applicationStatus) =>
        applicationStatus is not null && applicationStatus.StartsWith(Start, StringComparison.Ordinal) ? applicationStatus[Start.Length..] : null;
}
