using Dirac.Model.Configuration;

namespace Dirac.Configuration.Merging;

/// <summary>Whether changes made to one version by two people may be put together. DIRAC's rules and words; pure.</summary>
/// <remarks>
/// A section in which the other side changed an option cannot be changed at all: what options of one section mean together, nobody but people know.
/// </remarks>
internal static class MergeConflicts
{
    /// <summary>The first conflict between what the master has meanwhile and what a committer asks for; null when there is none.</summary>
    /// <param name="master">What was changed on the master.</param>
    /// <param name="committer">What the committer changed.</param>
    public static string? Find(IReadOnlyList<CfgChange> master, IReadOnlyList<CfgChange> committer) => Find(master, committer, "");

    private static string? Find(IReadOnlyList<CfgChange> master, IReadOnlyList<CfgChange> committer, string section)
    {
        var touched = new Dictionary<string, CfgChange>(StringComparer.Ordinal);
        foreach (var change in master.Where(change => !change.IsOfOption)) touched[change.Name] = change;
        foreach (var change in committer)
        {
            if (touched.GetValueOrDefault(change.Name) is { } theirs && Between(theirs, change, section) is { } conflict) return conflict;
        }

        return master.FirstOrDefault(change => change.IsOfOption) is { } option
            ? $"Section {section} cannot be merged. Option {section}/{option.Name} has been modified"
            : null;
    }

    private static string? Between(CfgChange theirs, CfgChange asked, string section) => asked switch
    {
        CfgChange.SectionAdded => $"Section {section}/{asked.Name} already exists",
        CfgChange.SectionRemoved => $"Section {section}/{asked.Name} cannot be deleted. It has been modified.",
        CfgChange.SectionChanged change => Find(theirs is CfgChange.SectionChanged { Changes: var changes } ? changes : [], change.Changes, $"{section}/{asked.Name}"),
        _ => null,
    };
}
