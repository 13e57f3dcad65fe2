namespace Dirac.Workload.Pilots;

/// <summary>For whom a pilot secret is good.</summary>
internal sealed class PilotSecretRow
{
    public string VO { get; init; } = "";

    public string Site { get; init; } = "";
}
