using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Monitoring.Statuses;

/// <summary>Sets the status of an element by a person's word. When it returns, matching knows it.</summary>
internal sealed partial class ChangeStatus(
    StatusDatabase database, StatusBoard board, TellStatuses statuses, KnownElements elements, IOptions<MonitoringOptions> options, TimeProvider clock, ILogger<ChangeStatus> logger)
{
    /// <summary>Sets it.</summary>
    /// <param name="caller">Who says so; the route has seen the properties.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">What is said.</param>
    /// <param name="cancellationToken">Ends it before the change.</param>
    /// <exception cref="DiracException">It is not understood, not allowed, or there is no such element.</exception>
    public async Task RunAsync(Caller caller, ElementKind kind, string name, ElementStatusChange change, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        Check(kind, change, now);
        elements.Demand(kind, name);
        var row = new StatusRow
        {
            Name = name,
            VO = StatusRights.DemandVo(caller, change.Vo),
            Status = change.Status,
            Reason = StatusWords.Fit(change.Reason.Trim(), StatusWords.LongestReason),
            ElementType = kind.ElementType,
            TokenOwner = StatusWords.Owner(caller.UserName),
            TokenExpiration = change.Until?.UtcDateTime ?? now + TimeSpan.FromHours(options.Value.TokenHours),
        };
        await database.WriteAsync(
            async (session, token) =>
            {
                foreach (var type in change.StatusType is { } one ? [one] : kind.StatusTypes)
                {
                    var typed = row with { StatusType = type };
                    var before = await StatusStore.LockAsync(session, kind.Element, typed.Key, token);
                    await statuses.SaveAsync(session, kind.Element, StatusRules.Change(before, typed, now), token);
                }
            },
            cancellationToken);
        LogChanged(kind.Name, name, row.VO, row.Status, caller.UserName, row.Reason);
        // It is written: that the client has gone does not matter any more.
        await board.ReloadAsync(CancellationToken.None);
    }

    private static void Check(ElementKind kind, ElementStatusChange change, DateTime now)
    {
        if (!StatusRules.Settable.Contains(change.Status)) throw Wrong($"'{change.Status}' is no status that can be set.", $"Use {string.Join(", ", StatusRules.Settable)}.");
        if (string.IsNullOrWhiteSpace(change.Reason)) throw Wrong("A reason is required.", "Say why: those whose jobs wait will read it.");
        if (change.Reason.Trim().Length > StatusWords.LongestReason) throw Wrong($"The reason has more than {StatusWords.LongestReason} characters.", "Say it shorter.");
        if (change.Until is { } until && until.UtcDateTime <= now) throw Wrong("'until' is over already.", "Name a time to come, or leave it out.");
        if (change.StatusType is { } type && !kind.StatusTypes.Contains(type)) throw Wrong($"A {kind.ElementType} has no status '{type}'.", $"Use {string.Join(", ", kind.StatusTypes)}.");
    }

    private static DiracException Wrong(string problem, string advice) => new(ErrorCode.BadRequest, problem, advice);

    [LoggerMessage(7002, LogLevel.Information, "{Kind} {Name} is for VO {Vo} now {Status}, says {User}: {Reason}")]
    private partial void LogChanged(string kind, string name, string vo, string status, string user, string reason);
}
