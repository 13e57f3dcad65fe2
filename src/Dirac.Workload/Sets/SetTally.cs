using Dirac.Model.Api;

namespace Dirac.Workload.Sets;

/// <summary>How many jobs of a set are how far, or by how much that changes.</summary>
/// <remarks><c>Failures</c> counts how often a job has become Failed: it never falls, whatever is rescheduled later.</remarks>
internal sealed record SetTally(long Active, long Done, long Failed, long Killed, long Deleted, long Failures)
{
    public static readonly IReadOnlyList<string> Columns = ["Active", "Done", "Failed", "Killed", "Deleted", "Failures"];

    public static SetTally Zero { get; } = new(0, 0, 0, 0, 0, 0);

    public long Jobs => Active + Done + Failed + Killed + Deleted;

    public IReadOnlyList<object?> Values => [Active, Done, Failed, Killed, Deleted, Failures];

    /// <summary>Jobs that come into a state.</summary>
    public static SetTally Coming(MemberState state, long jobs) => Moving(state, jobs) with { Failures = state == MemberState.Failed ? jobs : 0 };

    /// <summary>Jobs that leave a state.</summary>
    public static SetTally Leaving(MemberState state, long jobs) => Moving(state, -jobs);

    public static SetTally operator +(SetTally left, SetTally right) => new(
        left.Active + right.Active, left.Done + right.Done, left.Failed + right.Failed, left.Killed + right.Killed, left.Deleted + right.Deleted,
        left.Failures + right.Failures);

    public JobSetCounts ToMessage() => new(Jobs, Active, Done, Failed, Killed, Deleted);

    private static SetTally Moving(MemberState state, long jobs) => state switch
    {
        MemberState.Active => Zero with { Active = jobs },
        MemberState.Done => Zero with { Done = jobs },
        MemberState.Failed => Zero with { Failed = jobs },
        MemberState.Killed => Zero with { Killed = jobs },
        _ => Zero with { Deleted = jobs },
    };
}
