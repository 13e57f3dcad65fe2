using Dirac.Framework.Providers;
using Dirac.Hosting.Configuration;
using Dirac.Persistence;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Accounts;

/// <summary>Operation: writes down that somebody whom the provider vouches for would like to be registered.</summary>
internal sealed partial class NoteRequest(AccountDatabase database, IConfigurationSnapshots snapshots, TimeProvider clock, ILogger<NoteRequest> logger)
{
    /// <summary>The most people of one VO who wait; more are told to come again.</summary>
    public const int MostWaiting = 1_000;

    // So long after the approval its reaching every server is awaited.
    private static readonly TimeSpan Spreading = TimeSpan.FromMinutes(15);

    /// <summary>Notes a login.</summary>
    /// <returns>What to tell the person.</returns>
    public async Task<string> RunAsync(string vo, PersonClaims person, CancellationToken cancellationToken)
    {
        var (row, isNew) = await database.WriteAsync((session, token) => NoteAsync(session, vo, person, token), cancellationToken);
        if (row is null) return $"You are not registered in {vo}, and too many people wait for it already. Ask the administrators of {vo}.";
        if (isNew) LogAsked(row.Id, row.Subject, vo);
        return row.Status switch
        {
            RequestStatus.Refused => $"You are not registered in {vo}: its administrators have refused it. Ask them if that is a mistake.",
            RequestStatus.Approved => $"You have been registered in {vo} as {row.UserName} a moment ago, and this server has not heard of it yet. Log in again in a few minutes.",
            _ => $"You are not registered in {vo} yet. Its administrators see your request (number {row.Id}); log in again when they have approved it.",
        };
    }

    private async Task<(AccountRequestRow? Row, bool IsNew)> NoteAsync(IDbSession session, string vo, PersonClaims person, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (await AccountRequestStore.LockAsync(session, vo, person.Subject, cancellationToken) is { } known) return (await RenewAsync(session, known, person, now, cancellationToken), false);
        if (await AccountRequestStore.CountWaitingAsync(session, vo, cancellationToken) >= MostWaiting) return (null, false);
        var row = new AccountRequestRow
        {
            Vo = vo,
            Subject = person.Subject,
            UserName = UserNames.Suggest(person.UserName, snapshots.Current.Registry.Users.ToHashSet(StringComparer.Ordinal)),
            FullName = person.Name ?? "",
            Email = person.Email ?? "",
            FirstMs = now,
            LastMs = now,
            Visits = 1,
        };
        await AccountRequestStore.AddAsync(session, row, cancellationToken);
        return (await AccountRequestStore.LockAsync(session, vo, person.Subject, cancellationToken), true);
    }

    private static async Task<AccountRequestRow> RenewAsync(IDbSession session, AccountRequestRow row, PersonClaims person, long now, CancellationToken cancellationToken)
    {
        // Whoever was registered long ago and is not any more may ask again.
        var isGone = row.Status == RequestStatus.Approved && now - row.DecidedMs > Spreading.TotalMilliseconds;
        var renewed = row with
        {
            FullName = person.Name ?? row.FullName,
            Email = person.Email ?? row.Email,
            LastMs = now,
            Visits = row.Visits < int.MaxValue ? row.Visits + 1 : row.Visits,
            Status = isGone ? RequestStatus.Waiting : row.Status,
        };
        await AccountRequestStore.UpdateAsync(session, renewed, cancellationToken);
        return renewed;
    }

    [LoggerMessage(5770, LogLevel.Information, "{Subject} asks to be registered in {Vo}: request {Id}")]
    private partial void LogAsked(long id, string subject, string vo);
}
