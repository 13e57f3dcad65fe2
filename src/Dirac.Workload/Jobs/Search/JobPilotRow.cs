namespace Dirac.Workload.Jobs.Search;

/// <summary>Which pilot took a job.</summary>
internal sealed class JobPilotRow
{
    public long JobID { get; init; }

    public string PilotStamp { get; init; } = "";
}
