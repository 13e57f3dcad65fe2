namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Makes stamps for pilots that come without one.</summary>
internal static class PilotStamps
{
    /// <summary>A stamp no other pilot has, in the form DIRAC's are.</summary>
    public static string New() => Guid.NewGuid().ToString("N");
}
