using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Resources.Computing;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Pilots.Records;

namespace Dirac.Workload.Pilots;

/// <summary>Secrets for pilots, and the tokens pilots get for them.</summary>
/// <remarks>Only the hash of a secret is stored. A token is bound to the pilot's stamp, VO and site.</remarks>
internal sealed class PilotLogin(WorkloadDatabases databases, TokenIssuer issuer, TimeProvider clock)
{
    private const int MaxUses = 10_000;
    private const int MaxLifetimeSeconds = 30 * 86_400;
    private const int LongestStamp = 32;

    /// <summary>What a stamp is, in a sentence.</summary>
    public static readonly string StampRule = $"A pilot stamp has 1 to {LongestStamp} letters, digits, '-', '_' or '.'.";

    // A pilot whose server was away for longer than its token lives, or came back under another address, logs in anew.
    private const int LoginsOfAPilot = 100;

    // As much as a job's row can hold.
    private const int LongestSite = 100;

    public async Task<PilotSecretReply> CreateSecretAsync(Caller caller, PilotSecretRequest request, CancellationToken cancellationToken)
    {
        if (request.Vo != caller.Vo) throw new DiracException(ErrorCode.NotAuthorized, $"You are of VO {caller.Vo} and cannot make secrets for {request.Vo}.");
        if (request.Uses is < 1 or > MaxUses) throw new DiracException(ErrorCode.BadRequest, $"Uses must be 1 to {MaxUses}.");
        if (request.LifetimeSeconds is < 1 or > MaxLifetimeSeconds) throw new DiracException(ErrorCode.BadRequest, $"LifetimeSeconds must be 1 to {MaxLifetimeSeconds}.");
        if (request.Site.Length is 0 or > LongestSite || !ColumnText.IsStorable(request.Site)) throw new DiracException(ErrorCode.BadRequest, $"Site must have 1 to {LongestSite} Latin letters.");

        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var expires = clock.GetUtcNow().AddSeconds(request.LifetimeSeconds).ToUnixTimeMilliseconds();
        await databases.Pilots.WriteAsync((session, token) => PilotStore.AddSecretAsync(session, Hash(secret), request, caller.UserName, expires, token), cancellationToken);
        return new PilotSecretReply(secret, request.LifetimeSeconds);
    }

    /// <summary>Notes secrets of pilots that are about to be handed in, each good for its own pilot while that lives.</summary>
    public async Task AddSecretsAsync(
        IDbSession session, IReadOnlyList<PilotLaunch> pilots, string vo, string site, string createdBy, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var expires = clock.GetUtcNow().Add(lifetime).ToUnixTimeMilliseconds();
        await PilotStore.AddSecretsAsync(session, pilots.Select(pilot => (Hash(pilot.Secret), pilot.Stamp)), vo, site, LoginsOfAPilot, createdBy, expires, cancellationToken);
    }

    /// <summary>Exchanges a secret for a token; the pilot's row is made if nobody registered it.</summary>
    public async Task<TokenReply> LoginAsync(PilotLoginRequest request, CancellationToken cancellationToken)
    {
        CheckStamp(request.PilotStamp);
        var identity = await databases.Pilots.WriteAsync((session, token) => AcceptAsync(session, request, token), cancellationToken);
        return issuer.Issue(identity).ToReply();
    }

    /// <summary>A new token for a pilot whose token is still good.</summary>
    public async Task<TokenReply> RenewAsync(Caller pilot, CancellationToken cancellationToken)
    {
        if (pilot is not { Kind: CallerKind.Pilot, PilotStamp: { } stamp, Site: { } site })
        {
            throw new DiracException(ErrorCode.NotAuthorized, "Only a pilot's token can be renewed here.");
        }

        await databases.Pilots.WriteAsync((session, token) => NoteSeenAsync(session, pilot.Vo, stamp, token), cancellationToken);
        return issuer.Issue(new PilotIdentity(stamp, pilot.Vo, site)).ToReply();
    }

    // A pilot that works or waits for days says so each time its token is renewed: it is not taken for a stalled one.
    private async Task NoteSeenAsync(IDbSession session, string vo, string stamp, CancellationToken cancellationToken)
    {
        if (await PilotStore.FindAsync(session, vo, stamp, cancellationToken) is not { } pilot) return;
        var now = clock.GetUtcNow();
        await PilotStateStore.SeenAsync(session, pilot.PilotID, now.ToUnixTimeMilliseconds(), cancellationToken);
        await PilotStore.TouchAsync(session, pilot.PilotID, now.UtcDateTime, cancellationToken);
    }

    private async Task<PilotIdentity> AcceptAsync(IDbSession session, PilotLoginRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var secret = await PilotStore.UseSecretAsync(session, Hash(request.Secret), request.PilotStamp, now.ToUnixTimeMilliseconds(), cancellationToken)
            ?? throw new DiracException(ErrorCode.NotAuthenticated, "The pilot's secret is wrong, used up or expired.", "Get a new one: POST /api/pilots/secrets.");
        var pilot = await PilotStore.FindAnyAsync(session, request.PilotStamp, cancellationToken);
        if (pilot is { HasEnded: true } && pilot.Status != "Done") throw new DiracException(ErrorCode.NotAuthenticated, $"Pilot {request.PilotStamp} was given up ({pilot.Status}).", "Start another pilot.");
        if (pilot is not null && pilot.VO != secret.VO) throw new DiracException(ErrorCode.Conflict, $"Pilot {request.PilotStamp} exists in another VO.");
        if (pilot is null)
        {
            var registration = new PilotRegistration(request.PilotStamp, secret.VO, GridSite: secret.Site);
            await PilotStore.AddAsync(session, registration, now.UtcDateTime, cancellationToken);
        }

        await PilotStore.UpdateAsync(session, secret.VO, request.PilotStamp, new PilotMetadata { Status = "Running", GridSite = secret.Site }, now.UtcDateTime, cancellationToken);
        await NoteSeenAsync(session, secret.VO, request.PilotStamp, cancellationToken);
        return new PilotIdentity(request.PilotStamp, secret.VO, secret.Site);
    }

    internal static bool IsStamp(string stamp) =>
        stamp.Length is > 0 and <= LongestStamp && stamp.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    internal static void CheckStamp(string stamp)
    {
        if (!IsStamp(stamp)) throw new DiracException(ErrorCode.BadRequest, StampRule);
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
