using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Sets;

/// <summary>Shows sets to those who may see them, and waits for them.</summary>
internal sealed class ReadJobSets(WorkloadDatabases databases, JobSetBell bell, LongPoll poll)
{
    private const int MostWaitSeconds = 60;
    private const int LookSeconds = 2;

    /// <summary>Sets before a number, the newest first: one's own, those of a group that shares jobs, or all of the VO for an administrator.</summary>
    public async Task<IReadOnlyList<JobSetInfo>> ListAsync(Caller caller, bool all, long before, int most, CancellationToken cancellationToken)
    {
        var sharing = caller.Properties.Has(DiracProperties.JobSharing);
        var everybody = all && caller.Properties.Has(DiracProperties.JobAdministrator);
        var rows = await databases.Jobs.ReadAsync(
            (session, token) => JobSetStore.ListAsync(
                session, caller.Vo, everybody ? null : caller.UserName, all && sharing ? caller.Group : null, before, most, token),
            cancellationToken);
        return [.. rows.Where(row => SetAccess.May(caller, row)).Select(row => row.ToMessage())];
    }

    /// <summary>One set with its rules and notices.</summary>
    public async Task<JobSetInfo> FindAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var (row, rules, notices) = await databases.Jobs.ReadAsync(
            async (session, token) => (
                await JobSetStore.FindAsync(session, id, token), await RuleStore.OfAsync(session, id, token), await NoticeStore.OfAsync(session, id, token)),
            cancellationToken);
        return SetAccess.Demand(caller, row, id).ToMessage() with
        {
            On = [.. rules.Select(rule => rule.ToMessage())],
            Notices = [.. notices.Select(notice => notice.ToMessage())],
        };
    }

    /// <summary>As <see cref="FindAsync"/>, but not before something has happened or the time is over.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The set.</param>
    /// <param name="seconds">How long at most; 0 to 60.</param>
    /// <param name="until">all-ended or first-failed; the latter is over with the end too.</param>
    /// <param name="cancellationToken">The caller hung up.</param>
    public async Task<JobSetInfo> WaitAsync(Caller caller, long id, int seconds, string until, CancellationToken cancellationToken)
    {
        if (seconds is < 0 or > MostWaitSeconds) throw Bad($"wait is 0 to {MostWaitSeconds} seconds.");
        if (until is not (RuleWords.AllEnded or RuleWords.FirstFailed)) throw Bad($"until is {RuleWords.AllEnded} or {RuleWords.FirstFailed}.");
        var deadline = poll.Deadline(seconds);
        while (true)
        {
            var counted = bell.Counted;
            var row = SetAccess.Demand(caller, await databases.Jobs.ReadAsync((session, token) => JobSetStore.FindAsync(session, id, token), cancellationToken), id);
            var isOver = row.EndedMs is not null || row.State == SetState.Cancelled || (until == RuleWords.FirstFailed && row.Failures > 0);

            // Another server may have counted: it does not ring here.
            if (isOver || !await poll.WaitAsync(counted, Math.Min(deadline, poll.Deadline(LookSeconds)), cancellationToken) && poll.IsOver(deadline))
                return await FindAsync(caller, id, cancellationToken);
        }
    }

    /// <summary>Jobs of a set after a number.</summary>
    public async Task<IReadOnlyList<JobSetMember>> MembersAsync(Caller caller, long id, string? state, long after, int most, CancellationToken cancellationToken)
    {
        var wanted = state is null ? (MemberState?)null
            : Enum.GetNames<MemberState>().Contains(state) ? Enum.Parse<MemberState>(state)
            : throw Bad($"state is one of {string.Join(", ", Enum.GetNames<MemberState>())}.");
        return await databases.Jobs.ReadAsync(
            async (session, token) =>
            {
                SetAccess.Demand(caller, await JobSetStore.FindAsync(session, id, token), id);
                return await MemberStore.ListAsync(session, id, wanted, after, most, token);
            },
            cancellationToken);
    }

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message);
}
