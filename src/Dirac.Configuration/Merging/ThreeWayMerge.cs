using Dirac.Model.Configuration;

namespace Dirac.Configuration.Merging;

/// <summary>Makes one tree of what two people made of another. Pure.</summary>
internal static class ThreeWayMerge
{
    /// <summary>The master's tree with the committer's changes.</summary>
    /// <param name="original">What the committer began with.</param>
    /// <param name="master">What the master has meanwhile.</param>
    /// <param name="committed">What the committer sends.</param>
    /// <param name="merged">The result; the master's tree when there is none.</param>
    /// <returns>Why there is none, in DIRAC's words; null when there is one.</returns>
    public static string? Merge(CfgSection original, CfgSection master, CfgSection committed, out CfgSection merged)
    {
        merged = master;
        var asked = CfgDifference.Between(original, committed);
        return MergeConflicts.Find(CfgDifference.Between(original, master), asked) is { } conflict
            ? $"Cannot AutoMerge: {conflict}"
            : CfgDifference.Apply(master, asked, out merged);
    }
}
