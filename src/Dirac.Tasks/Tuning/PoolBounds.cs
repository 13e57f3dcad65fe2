namespace Dirac.Tasks.Tuning;

/// <summary>Between which numbers of handler calls a pool moves, and what it aims at.</summary>
/// <param name="Fewest">At least so many; it starts with them.</param>
/// <param name="Most">At most so many.</param>
/// <param name="TargetAge">The oldest due task should not have been waiting for longer.</param>
/// <param name="SlowDatabase">A database that takes so long for one transaction is spared.</param>
internal sealed record PoolBounds(int Fewest, int Most, TimeSpan TargetAge, TimeSpan SlowDatabase)
{
    /// <summary>Whether there is nothing to decide.</summary>
    public bool IsFixed => Fewest == Most;
}
