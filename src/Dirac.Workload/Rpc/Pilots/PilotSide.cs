using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Errors;
using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Who may do what with pilots over DIRAC's protocols: services of the installation with all, others with those of their VO. Pure.</summary>
internal static class PilotSide
{
    private static readonly string[] Administrators = [DiracProperties.ServiceAdministrator, DiracProperties.Operator];
    private static readonly string[] Writers = [.. Administrators, DiracProperties.GenericPilot];

    /// <summary>The VO whose pilots exist for the caller; null for all.</summary>
    public static string? VoOf(RpcCall call) => call.Caller.IsHost ? null : call.Caller.Vo;

    /// <summary>The caller as one of a VO.</summary>
    public static Caller In(RpcCall call, string vo, DateTimeOffset now) => call.Caller.IsHost ? call.ToCaller(now) with { Vo = vo } : call.ToCaller(now);

    /// <exception cref="DiracException">NotAuthorized: the caller may not tell of pilots.</exception>
    public static void DemandWriter(RpcCall call) => Demand(call.Caller, Writers);

    /// <exception cref="DiracException">NotAuthorized: the caller may not end or remove pilots.</exception>
    public static void DemandAdministrator(RpcCall call) => Demand(call.Caller, Administrators);

    private static void Demand(GridCaller caller, string[] properties)
    {
        if (caller.IsHost || caller.Properties.HasAny(properties)) return;
        throw new DiracException(ErrorCode.NotAuthorized, $"Group {caller.Group} may not change pilots.", $"It takes a group with one of {string.Join(", ", properties)}.");
    }
}
