namespace Dirac.Workload.SiteDirection;

/// <summary>A queue of a computing element at a site.</summary>
internal sealed record QueueName(string Site, string CE, string Queue)
{
    public override string ToString() => $"{Queue} of {CE} at {Site}";
}
