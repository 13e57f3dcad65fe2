namespace Dirac.Workload.Sets;

/// <summary>The words of rules and notices.</summary>
internal static class RuleWords
{
    public const string FirstFailed = "first-failed";
    public const string AnyFailed = "any-failed";
    public const string AllEnded = "all-ended";
    public const string AllDone = "all-done";

    public const string KillRest = "kill-rest";
    public const string Submit = "submit";
    public const string RescheduleFailed = "reschedule-failed";
    public const string Notify = "notify";

    public static readonly IReadOnlyList<string> Conditions = [FirstFailed, AnyFailed, AllEnded, AllDone];

    public static readonly IReadOnlyList<string> Actions = [KillRest, Submit, RescheduleFailed, Notify];
}
