namespace Dirac.Workload.Pilots;

/// <summary>The columns of <c>PilotAgents</c> that operations decide on.</summary>
internal sealed class PilotRow
{
    public long PilotID { get; init; }

    public string PilotStamp { get; init; } = "";

    public string PilotJobReference { get; init; } = "";

    public string VO { get; init; } = "";

    public string Status { get; init; } = "";

    public string StatusReason { get; init; } = "";

    public string GridSite { get; init; } = "";

    public string DestinationSite { get; init; } = "";

    public long CurrentJobID { get; init; }

    /// <summary>Whether it will do nothing more.</summary>
    public bool HasEnded => Status is "Done" or "Failed" or "Aborted" or "Deleted";
}
