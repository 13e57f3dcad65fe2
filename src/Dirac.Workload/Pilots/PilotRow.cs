namespace Dirac.Workload.Pilots;

/// <summary>The columns of <c>PilotAgents</c> that operations decide on.</summary>
internal sealed class PilotRow
{
    public long PilotID { get; init; }

    public string PilotStamp { get; init; } = "";

    public string VO { get; init; } = "";

    public string Status { get; init; } = "";

    public string GridSite { get; init; } = "";
}
