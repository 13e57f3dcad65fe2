using Dirac.Model.Api;
using Dirac.Security.Identities;

namespace Dirac.Workload.Pilots;

/// <summary>Message: a pilot took a job.</summary>
internal sealed record PilotMatched(string Stamp, long JobID, string? GridCE, double BenchMark, DateTime Time, string Vo = "")
{
    public static PilotMatched Of(Caller pilot, ResourceDescription resource, long job, DateTime now) =>
        new(pilot.PilotStamp!, job, resource.GridCE, resource.PilotBenchmark, now, pilot.Vo);
}
