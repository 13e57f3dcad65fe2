using Dirac.Framework.Providers;
using Dirac.Hosting.Configuration;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Accounts;

/// <summary>Operation: lists the people who wait to be registered, registers them, or refuses it. What is approved is in the configuration when this returns.</summary>
internal sealed partial class DecideRequests(
    AccountDatabase database, IConfigurationSnapshots snapshots, IConfigurationChanges changes, TimeProvider clock, ILogger<DecideRequests> logger)
{
    private const int MostListed = 1_000;
    private static readonly string[] Open = [RequestStatus.Waiting, RequestStatus.Refused];

    /// <summary>Those who wait, the longest first; or all.</summary>
    public async Task<IReadOnlyList<AccountRequestInfo>> ListAsync(Caller caller, bool all, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync((session, token) => AccountRequestStore.ListAsync(session, caller.OnlyVo, all ? null : RequestStatus.Waiting, MostListed, token), cancellationToken);
        return [.. rows.Select(row => row.ToMessage())];
    }

    /// <summary>Registers the person. Repeating it changes nothing.</summary>
    /// <exception cref="DiracException">There is no such request, it cannot be granted so, or not here.</exception>
    public async Task<AccountRequestInfo> ApproveAsync(Caller caller, long id, AccountApproval approval, CancellationToken cancellationToken)
    {
        var row = await FindAsync(caller, id, cancellationToken);
        if (row.Status == RequestStatus.Approved) return row.ToMessage();
        var account = Plan(caller, row, approval);
        await changes.ChangeAsync(caller.UserName, root => Register(root, account, approval.Existing), cancellationToken);
        LogApproved(id, account.UserName, account.Vo, account.Group, caller.UserName);
        return await DecideAsync(row with { UserName = account.UserName, Status = RequestStatus.Approved }, caller, Open, CancellationToken.None);
    }

    /// <summary>Refuses it; approving it later is possible.</summary>
    /// <exception cref="DiracException">There is no such request, or it was approved.</exception>
    public async Task<AccountRequestInfo> RefuseAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var row = await FindAsync(caller, id, cancellationToken);
        if (row.Status == RequestStatus.Refused) return row.ToMessage();
        var refused = await DecideAsync(row with { Status = RequestStatus.Refused }, caller, [RequestStatus.Waiting], cancellationToken);
        LogRefused(id, row.Vo, caller.UserName);
        return refused;
    }

    private async Task<AccountRequestRow> FindAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync((session, token) => AccountRequestStore.FindAsync(session, id, token), cancellationToken);
        return row is not null && AccountRights.IsSeenBy(caller, row.Vo)
            ? row
            : throw new DiracException(ErrorCode.NotFound, $"There is no request {id}.", "'dirac user requests' lists them.");
    }

    private NewAccount Plan(Caller caller, AccountRequestRow row, AccountApproval approval)
    {
        var snapshot = snapshots.Current;
        var registry = snapshot.Registry;
        // An approval whose answer was lost has made the person a user already.
        var user = new RegisteredSubjects(snapshot.Root, row.Vo).UsersOf(row.Subject) is [var already] ? already : approval.UserName ?? row.UserName;
        if (!UserNames.IsGood(user)) throw new DiracException(ErrorCode.BadRequest, "A user name is 1 to 64 letters, digits, dots, hyphens and underscores.", "Choose another.");
        var mine = registry.GroupsOf(user).Where(name => registry.VoOfGroup(name) == row.Vo).ToList();
        var group = approval.Group ?? (mine.Count > 0 ? null : registry.DefaultGroupOfVo(row.Vo));
        if (group is null && mine.Count == 0) throw new DiracException(ErrorCode.Conflict, $"{row.Vo} has no group.", "Make one in /Registry/Groups, or name one.");
        if (group is not null && registry.VoOfGroup(group) != row.Vo) throw new DiracException(ErrorCode.BadRequest, $"{row.Vo} has no group of that name.", "Choose one of its groups.");
        AccountRights.DemandNoMore(caller, registry, row.Vo, group is null ? mine : [.. mine, group]);
        return new NewAccount(row.Vo, user, row.Subject, row.Email, group);
    }

    private static Model.Configuration.CfgSection Register(Model.Configuration.CfgSection root, NewAccount account, bool isExisting)
    {
        var isKnown = new RegisteredSubjects(root, account.Vo).UsersOf(account.Subject).Contains(account.UserName);
        var isUser = new Registry(root).IsUser(account.UserName);
        if (isUser && !isExisting && !isKnown)
            throw new DiracException(ErrorCode.Conflict, $"There is a user {account.UserName} already.", "If it is the same person, say so (--existing); else choose another user name (--user).");
        if (!isUser && isExisting) throw new DiracException(ErrorCode.Conflict, $"There is no user {account.UserName}.", "Leave --existing out to register the person.");
        return AccountEdits.Add(root, account);
    }

    private async Task<AccountRequestInfo> DecideAsync(AccountRequestRow row, Caller caller, IReadOnlyList<string> from, CancellationToken cancellationToken)
    {
        var decided = row with { DecidedBy = caller.UserName, DecidedMs = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        var touched = await database.WriteAsync((session, token) => AccountRequestStore.DecideAsync(session, decided, from, token), cancellationToken);
        return touched == 1 || decided.Status == RequestStatus.Approved
            ? decided.ToMessage()
            : throw new DiracException(ErrorCode.Conflict, $"Request {row.Id} was decided already.", "'dirac user requests --all' shows how.");
    }

    [LoggerMessage(5771, LogLevel.Information, "Request {Id} is approved by {Manager}: {User} is registered in {Vo}, group {Group}")]
    private partial void LogApproved(long id, string user, string vo, string? group, string manager);

    [LoggerMessage(5772, LogLevel.Information, "Request {Id} to be registered in {Vo} is refused by {Manager}")]
    private partial void LogRefused(long id, string vo, string manager);
}
