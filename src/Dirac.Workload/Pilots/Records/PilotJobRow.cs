namespace Dirac.Workload.Pilots.Records;

/// <summary>A line of DIRAC's <c>JobToPilotMapping</c>, with the pilot's stamp.</summary>
internal sealed class PilotJobRow
{
    public long PilotID { get; init; }

    public string PilotStamp { get; init; } = "";

    public long JobID { get; init; }

    public DateTime StartTime { get; init; }
}
