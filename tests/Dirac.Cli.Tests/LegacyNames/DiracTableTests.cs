using Dirac.Cli.LegacyNames;

namespace Dirac.Cli.Tests.LegacyNames;

public sealed class DiracTableTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Write_OfAnyRows_PutsEachCellUnderItsName(int seed)
    {
        var random = new Random(seed);
        string[] fields = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => $"Field{i}{new string('x', random.Next(8))}")];
        string[][] rows = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => fields.Select(_ => random.Next(2) == 0 ? $"{random.Next(100_000)}" : new string('c', random.Next(1, 20))).ToArray())];

        var lines = DiracTable.Write(fields, rows).TrimEnd('\n').Split('\n');

        var at = 0;
        for (var column = 0; column < fields.Length; column++)
        {
            var width = rows.Select(row => row[column].Length).Append(fields[column].Length).Max();
            Assert.All(rows.Prepend(fields).Zip(lines.Where((_, i) => i != 1)), pair => Assert.Equal(pair.First[column], pair.Second.PadRight(at + width).Substring(at, width).Trim()));
            at += width + 2;
        }

        Assert.Equal(new string('=', at), lines[1]);
    }

    [Fact]
    public void Write_OfNumbers_PutsThemRight() => Assert.Equal("Name\n======\n1,234\n    5\n  x\n".Replace("======", "=======", StringComparison.Ordinal).Replace("  x", "x", StringComparison.Ordinal), DiracTable.Write(["Name"], [["1,234"], ["5"], ["x"]]));

    [Fact]
    public void Write_OfNoRows_SaysSo() => Assert.Equal("No output", DiracTable.Write(["Name"], []));
}
