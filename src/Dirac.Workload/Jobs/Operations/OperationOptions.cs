using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>What an installation decides about operations on many jobs.</summary>
public sealed class OperationOptions
{
    /// <summary>For how long after its end a delete can be undone, minutes; the jobs are not removed before. Default 10; 0 allows no undo.</summary>
    [Range(0, 10_080)]
    public int DeleteUndoMinutes { get; set; } = 10;

    /// <summary>After how long operations are forgotten, days. Default 30.</summary>
    [Range(1, 3_650)]
    public int KeepOperationsDays { get; set; } = 30;

    /// <summary>Jobs changed in one go. Smaller ones let others write sooner, larger ones are faster. Default 500.</summary>
    [Range(1, 10_000)]
    public int OperationChunk { get; set; } = 500;

    /// <summary>Operations of one user that may be under way at the same time. Default 100.</summary>
    [Range(1, 100_000)]
    public int MaxOperationsPerUser { get; set; } = 100;
}
