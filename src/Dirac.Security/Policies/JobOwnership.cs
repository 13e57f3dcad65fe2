namespace Dirac.Security.Policies;

/// <summary>Whose job it is: the facts the job policy needs.</summary>
/// <param name="Owner">DIRAC user name.</param>
/// <param name="OwnerGroup">DIRAC group.</param>
/// <param name="Vo">Virtual organisation.</param>
public readonly record struct JobOwnership(string Owner, string OwnerGroup, string Vo)
{
    /// <summary>The job's number; 0 when it is not about one job.</summary>
    public long JobId { get; init; }
}
