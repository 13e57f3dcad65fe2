namespace Dirac.Workload.Pilots;

/// <summary>Message: a pilot took a job.</summary>
/// <param name="Stamp">The pilot's stamp.</param>
/// <param name="JobID">The job.</param>
/// <param name="GridCE">Computing element, when it named one.</param>
/// <param name="BenchMark">CPU power of the node.</param>
/// <param name="Time">When.</param>
/// <param name="Vo">The pilot's VO; empty in messages of the past.</param>
/// <param name="Reference">For one of DIRAC's own pilots what its computing element calls it: it is known by that. Null for ours.</param>
/// <param name="GridSite">What it says of itself for the first time; null when its row says so already.</param>
internal sealed record PilotMatched(
    string Stamp, long JobID, string? GridCE, double BenchMark, DateTime Time, string Vo = "", string? Reference = null, string? GridSite = null);
