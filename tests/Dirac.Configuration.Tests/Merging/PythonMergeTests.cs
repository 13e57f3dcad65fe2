using System.Text.Json;
using Dirac.Configuration.Merging;
using Dirac.Model.Configuration;

namespace Dirac.Configuration.Tests.Merging;

/// <summary>Merges and conflicts as DIRAC's own code found them, for trees made at random.</summary>
public sealed class PythonMergeTests
{
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, Read().Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Merge_ThreeTrees_ComesToWhatDiracMadeOfThem(int number)
    {
        var (original, master, committed, problem, merged) = Read()[number];

        var found = ThreeWayMerge.Merge(Cfg.Parse(original), Cfg.Parse(master), Cfg.Parse(committed), out var tree);

        Assert.Equal(problem, found);
        Assert.Equal(merged ?? master, Cfg.Write(tree));
    }

    private static List<(string Original, string Master, string Committed, string? Problem, string? Merged)> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", "python-merges.json"));
        using var document = JsonDocument.Parse(file);
        return [.. document.RootElement.EnumerateArray().Select(entry => (
            entry.GetProperty("original").GetString()!, entry.GetProperty("master").GetString()!, entry.GetProperty("committed").GetString()!,
            entry.GetProperty("problem").GetString(), entry.GetProperty("merged").GetString()))];
    }
}
