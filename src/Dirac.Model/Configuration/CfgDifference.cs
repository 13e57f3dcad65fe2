namespace Dirac.Model.Configuration;

/// <summary>Differences between configuration trees: found, and made in another tree. Pure and thread-safe.</summary>
/// <remarks>
/// Finds what DIRAC finds, in its order: options first, then sections, of each what is there now and then what is gone. Places count.
/// How a list or a comment is spaced does not: both are spaced anew whenever a tree is written.
/// </remarks>
public static class CfgDifference
{
    /// <summary>What has to be done to <paramref name="older"/> to get <paramref name="newer"/>; empty when they are the same.</summary>
    /// <param name="older">One version.</param>
    /// <param name="newer">The version after it.</param>
    public static IReadOnlyList<CfgChange> Between(CfgSection older, CfgSection newer)
    {
        var before = Placed(older);
        var after = Placed(newer);
        return
        [
            .. after.Values.Where(entry => entry.Entry is CfgOption).Select(entry => OptionChange(before.GetValueOrDefault(entry.Name), entry)).OfType<CfgChange>(),
            .. before.Values.Where(entry => entry.Entry is CfgOption && after.GetValueOrDefault(entry.Name)?.Entry is not CfgOption).Select(entry => new CfgChange.OptionRemoved(entry.Name)),
            .. after.Values.Where(entry => entry.Entry is CfgSection).Select(entry => SectionChange(before.GetValueOrDefault(entry.Name), entry)).OfType<CfgChange>(),
            .. before.Values.Where(entry => entry.Entry is CfgSection && after.GetValueOrDefault(entry.Name)?.Entry is not CfgSection).Select(entry => new CfgChange.SectionRemoved(entry.Name)),
        ];
    }

    /// <summary>Makes <paramref name="changes"/> in a tree that need not be the one they were found in.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="changes">What to do, in this order.</param>
    /// <param name="changed">The tree with the changes; <paramref name="tree"/> when they do not fit.</param>
    /// <returns>Why they do not fit, in DIRAC's words; null when they do.</returns>
    public static string? Apply(CfgSection tree, IReadOnlyList<CfgChange> changes, out CfgSection changed)
    {
        changed = tree;
        if (Apply(tree, changes, "", out var result) is { } problem) return problem;
        changed = result;
        return null;
    }

    private static string? Apply(CfgSection section, IReadOnlyList<CfgChange> changes, string path, out CfgSection changed)
    {
        var entries = new OrderedDictionary<string, CfgEntry>(section.Entries, StringComparer.Ordinal);
        changed = section;
        foreach (var change in changes)
        {
            if (Apply(entries, change, path) is { } problem) return problem;
        }

        changed = new CfgSection(entries, section.Comment);
        return null;
    }

    private static string? Apply(OrderedDictionary<string, CfgEntry> entries, CfgChange change, string path)
    {
        var there = entries.GetValueOrDefault(change.Name);
        switch (change)
        {
            case CfgChange.OptionAdded when there is CfgOption: return $"Option {path}/{change.Name} exists already";
            case CfgChange.SectionAdded when there is CfgSection: return $"Section {path}/{change.Name} already exists";
            case CfgChange.OptionAdded or CfgChange.SectionAdded when there is not null: return $"{path}/{change.Name} already exists";
            case CfgChange.OptionChanged or CfgChange.OptionRemoved when there is not CfgOption: return $"Option {path}/{change.Name} does not exist";
            case CfgChange.SectionChanged or CfgChange.SectionRemoved when there is not CfgSection: return $"Section {path}/{change.Name} does not exist";
            case CfgChange.OptionAdded added:
                entries.Insert(Math.Min(added.Position, entries.Count), added.Name, added.Option);
                return null;
            case CfgChange.SectionAdded added:
                entries.Insert(Math.Min(added.Position, entries.Count), added.Name, added.Section);
                return null;
            case CfgChange.OptionChanged option:
                Place(entries, option.Name, option.Position, option.Option);
                return null;
            case CfgChange.SectionChanged inner:
                if (Apply((CfgSection)there!, inner.Changes, $"{path}/{inner.Name}", out var result) is { } problem) return problem;
                Place(entries, inner.Name, inner.Position, result.WithComment(inner.Comment));
                return null;
            default:
                entries.Remove(change.Name);
                return null;
        }
    }

    private static void Place(OrderedDictionary<string, CfgEntry> entries, string name, int position, CfgEntry entry)
    {
        entries.Remove(name, out _);
        entries.Insert(Math.Min(position, entries.Count), name, entry);
    }

    private static CfgChange? OptionChange(PlacedEntry? before, PlacedEntry after)
    {
        var option = (CfgOption)after.Entry;
        if (before?.Entry is not CfgOption old) return new CfgChange.OptionAdded(after.Name, after.Position, option);
        return before.Position == after.Position && SameValue(old.Value, option.Value) && SameComment(old.Comment, option.Comment)
            ? null
            : new CfgChange.OptionChanged(after.Name, after.Position, option);
    }

    private static CfgChange? SectionChange(PlacedEntry? before, PlacedEntry after)
    {
        var section = (CfgSection)after.Entry;
        if (before?.Entry is not CfgSection old) return new CfgChange.SectionAdded(after.Name, after.Position, section);
        var changes = Between(old, section);
        return before.Position == after.Position && changes.Count == 0 && SameComment(old.Comment, section.Comment)
            ? null
            : new CfgChange.SectionChanged(after.Name, after.Position, section.Comment, changes);
    }

    private static bool SameValue(string one, string two) => one == two || Parts(one, ',').SequenceEqual(Parts(two, ','), StringComparer.Ordinal);

    private static bool SameComment(string one, string two) => one == two || Parts(one, '\n').SequenceEqual(Parts(two, '\n'), StringComparer.Ordinal);

    private static string[] Parts(string text, char separator) => text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, PlacedEntry> Placed(CfgSection section) =>
        section.Entries.Select((entry, position) => new PlacedEntry(entry.Key, position, entry.Value)).ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    private sealed record PlacedEntry(string Name, int Position, CfgEntry Entry);
}
