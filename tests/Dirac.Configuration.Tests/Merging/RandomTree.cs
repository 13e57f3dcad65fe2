using Dirac.Model.Configuration;

namespace Dirac.Configuration.Tests.Merging;

/// <summary>Makes trees and changes by chance.</summary>
internal static class RandomTree
{
    private static readonly string[] Names = ["A", "B", "C", "D", "E"];
    private static readonly string[] Values = ["1", "2", "x, y", ""];

    public static CfgSection Make(Random random, int depth)
    {
        var tree = CfgSection.Empty;
        for (var i = random.Next(4); i > 0; i--) tree = tree.With($"o{Pick(random, Names)}", Pick(random, Values));
        for (var i = depth > 0 ? random.Next(4) : 0; i > 0; i--) tree = tree.With($"S{Pick(random, Names)}", Make(random, depth - 1));
        return tree;
    }

    public static CfgSection Change(Random random, CfgSection tree, int changes)
    {
        for (; changes > 0; changes--)
        {
            var section = Somewhere(random, tree);
            tree = random.Next(4) switch
            {
                0 => tree.With($"{section}/o{Pick(random, Names)}", Pick(random, Values)),
                1 => tree.Without($"{section}/o{Pick(random, Names)}"),
                2 => tree.With($"{section}/S{Pick(random, Names)}", Make(random, 1)),
                _ => tree.Without($"{section}/S{Pick(random, Names)}"),
            };
        }

        return tree;
    }

    /// <summary>The tree with all names in order: what it says, whatever the order.</summary>
    public static string Content(CfgSection tree) => Cfg.Write(Sorted(tree));

    private static CfgSection Sorted(CfgSection tree)
    {
        var sorted = CfgSection.Empty;
        foreach (var (name, entry) in tree.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            sorted = entry is CfgSection inner ? sorted.With(name, Sorted(inner)) : sorted.With(name, ((CfgOption)entry).Value);
        return sorted;
    }

    private static string Somewhere(Random random, CfgSection tree)
    {
        var path = "";
        while (random.Next(3) > 0 && tree.SectionNames(path) is { Count: > 0 } inner) path = $"{path}/{inner[random.Next(inner.Count)]}";
        return path;
    }

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
