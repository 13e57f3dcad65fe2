using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Finds pilots for a caller. Another VO's pilot does not exist; a pilot has to do with itself only.</summary>
internal static class PilotAccess
{
    /// <summary>The most pilots one call may name.</summary>
    public const int MostPilots = 10_000;

    /// <summary>The pilot.</summary>
    /// <exception cref="DiracException">NotFound, or NotAuthorized for a pilot that asks for another.</exception>
    public static async Task<PilotRow> DemandAsync(IDbSession session, Caller caller, string stamp, CancellationToken cancellationToken)
    {
        DemandSelf(caller, stamp);
        return (await FindAsync(session, caller, [stamp], cancellationToken)).GetValueOrDefault(stamp) ?? throw new DiracException(ErrorCode.NotFound, Missing(stamp), "List pilots with 'dirac pilot list'.");
    }

    /// <summary>Those of the pilots that exist.</summary>
    public static Task<IReadOnlyDictionary<string, PilotRow>> FindAsync(IDbSession session, Caller caller, IEnumerable<string> stamps, CancellationToken cancellationToken) =>
        PilotStore.FindManyAsync(session, caller.Vo, [.. stamps.Where(PilotLogin.IsStamp).Distinct(StringComparer.Ordinal)], cancellationToken);

    /// <exception cref="DiracException">NotAuthorized for a pilot that means another one.</exception>
    public static void DemandSelf(Caller caller, string stamp)
    {
        if (caller.Kind == CallerKind.Pilot && caller.PilotStamp != stamp) throw new DiracException(ErrorCode.NotAuthorized, "A pilot has to do with itself only.");
    }

    /// <exception cref="DiracException">BadRequest: too many.</exception>
    public static void CheckCount(int count)
    {
        if (count > MostPilots) throw new DiracException(ErrorCode.BadRequest, $"At most {MostPilots} pilots are taken at once.", "Send them in parts. Nothing was changed.");
    }

    /// <summary>Says that there is no such pilot.</summary>
    public static string Missing(string stamp) => $"Pilot {(stamp.Length > 64 ? stamp[..64] : stamp)} does not exist.";
}
