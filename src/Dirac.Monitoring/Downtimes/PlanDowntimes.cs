using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Monitoring.Statuses;
using Dirac.Security.Identities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Monitoring.Downtimes;

/// <summary>Plans, lists and withdraws downtimes of sites and computing elements. When a change returns, matching knows it.</summary>
internal sealed partial class PlanDowntimes(
    StatusDatabase database, StatusBoard board, KnownElements elements, FollowDowntimes follow, IOptions<MonitoringOptions> options, TimeProvider clock, ILogger<PlanDowntimes> logger)
{
    private const int LongestReason = 400;
    private const int MostListed = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 365);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Plans one.</summary>
    /// <exception cref="DiracException">It is not understood, not allowed, or there is no such element.</exception>
    public async Task<DowntimeInfo> AddAsync(Caller caller, NewDowntime plan, CancellationToken cancellationToken)
    {
        var row = Read(caller, plan, Now);
        elements.Demand(ElementKind.Of(row.Element), row.Name);
        row = row with { Id = await database.WriteAsync((session, token) => DowntimeStore.AddAsync(session, row, token), cancellationToken) };
        LogPlanned(row.Id, row.Element, row.Name, row.BeginTime, row.EndTime, caller.UserName);
        await board.ReloadAsync(CancellationToken.None);
        await follow.RunAsync(CancellationToken.None);
        return ToMessage(row);
    }

    /// <summary>Those that are not over, by their begin; or the latest of all.</summary>
    public async Task<IReadOnlyList<DowntimeInfo>> ListAsync(Caller caller, bool all, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            (session, token) => all ? DowntimeStore.LatestAsync(session, MostListed, token) : DowntimeStore.CurrentAsync(session, token), cancellationToken);
        return [.. rows.Where(row => IsSeenBy(caller, row)).Select(ToMessage)];
    }

    /// <summary>Withdraws one: it does not begin, or it ends now.</summary>
    /// <exception cref="DiracException">There is none, or it is over.</exception>
    public async Task CancelAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async (session, token) =>
            {
                var row = await DowntimeStore.LockAsync(session, id, token);
                if (row is null || !IsSeenBy(caller, row)) throw new DiracException(ErrorCode.NotFound, $"There is no downtime {id}.", "'dirac site downtimes' lists them.");
                StatusRights.DemandVo(caller, row.VO);
                if (DowntimeRules.PhaseOf(row, Now) == DowntimePhase.Over) throw new DiracException(ErrorCode.Conflict, $"Downtime {id} is over already.");
                var withdrawn = row.State == DowntimeRow.Ongoing ? row with { EndTime = Now } : row with { State = DowntimeRow.Cancelled, EndTime = Now };
                await DowntimeStore.UpdateAsync(session, withdrawn, row.State, token);
            },
            cancellationToken);
        LogCancelled(id, caller.UserName);
        await follow.RunAsync(CancellationToken.None);
        await board.ReloadAsync(CancellationToken.None);
    }

    private static bool IsSeenBy(Caller caller, DowntimeRow row) => row.VO == StatusRow.AllVos || row.VO == caller.Vo;

    private DowntimeRow Read(Caller caller, NewDowntime plan, DateTime now)
    {
        if (plan.Kind != ElementKind.Site.Name && plan.Kind != ElementKind.Compute.Name) throw Wrong($"A '{plan.Kind}' has no downtimes.", "Use site or compute.");
        var (begin, end) = (plan.From?.UtcDateTime ?? now, plan.Until.UtcDateTime);
        if (end <= begin || end <= now) throw Wrong("A downtime ends after it begins, and not in the past.", "Change 'until'.");
        if (end - begin > Longest || begin - now > Longest) throw Wrong("A downtime is within the next years.", "Change 'from' and 'until'.");
        if (string.IsNullOrWhiteSpace(plan.Reason) || plan.Reason.Trim().Length > LongestReason) throw Wrong($"A reason of up to {LongestReason} characters is required.", "Say why: those whose jobs wait will read it.");
        if (plan.DrainHours is { } hours && hours is not (>= 0 and <= 8_760)) throw Wrong("'drain_hours' is a number from 0 to 8760.", "Leave it out for the usual time.");
        return new DowntimeRow
        {
            Element = plan.Kind,
            Name = plan.Name,
            VO = StatusRights.DemandVo(caller, plan.Vo),
            Reason = StatusWords.Fit(plan.Reason.Trim(), LongestReason),
            Planner = StatusWords.Fit(caller.UserName, StatusWords.LongestName),
            BeginTime = begin,
            EndTime = end,
            DrainSeconds = (long)Math.Clamp((plan.DrainHours ?? options.Value.DrainHours) * 3_600, 0, Math.Max(0, (begin - now).TotalSeconds)),
        };
    }

    private DowntimeInfo ToMessage(DowntimeRow row) => new()
    {
        Id = row.Id,
        Kind = row.Element,
        Name = row.Name,
        Vo = row.VO,
        From = row.BeginTime,
        Until = row.EndTime,
        DrainsFrom = row.DrainsFrom,
        State = row.State == DowntimeRow.Cancelled ? row.State : DowntimeRules.PhaseOf(row, Now) switch
        {
            DowntimePhase.Ahead => DowntimeRow.Planned,
            DowntimePhase.Draining => StatusRules.Draining,
            DowntimePhase.Ongoing => DowntimeRow.Ongoing,
            _ => DowntimeRow.Over,
        },
        Reason = row.Reason,
        Planner = row.Planner,
    };

    private static DiracException Wrong(string problem, string advice) => new(ErrorCode.BadRequest, problem, advice);

    [LoggerMessage(7011, LogLevel.Information, "Downtime {Id} of {Kind} {Name} from {Begin:u} to {End:u} is planned by {User}")]
    private partial void LogPlanned(long id, string kind, string name, DateTime begin, DateTime end, string user);

    [LoggerMessage(7012, LogLevel.Information, "Downtime {Id} is withdrawn by {User}")]
    private partial void LogCancelled(long id, string user);
}
