namespace Dirac.Workload.Logging;

/// <summary>The order value of a job's latest history line.</summary>
internal sealed class LastOrder
{
    public long JobID { get; init; }

    public double LatestOrder { get; init; }
}
