namespace Dirac.Architecture.Tests;

/// <summary>Files and methods stay short enough to be read at once. The aims are lower: 300 and 30 lines.</summary>
public sealed class SizeTests
{
    private const int LongestFile = 600;
    private const int LongestMethod = 80;
    private const int MostRootEntries = 22;

    [Fact]
    public void Files_All_AreShort() => AssertShort(CodeSizes.Files, LongestFile);

    [Fact]
    public void Methods_All_AreShort() => AssertShort(CodeSizes.Methods, LongestMethod);

    [Fact]
    public void Root_Entries_AreFew()
    {
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName)
            .Where(name => name is not (".git" or "artifacts")).ToList();

        Assert.True(entries.Count <= MostRootEntries, $"{entries.Count} entries: {string.Join(' ', entries)}");
    }

    [Fact]
    public void Gauge_Longest_IsPrinted()
    {
        var output = TestContext.Current.TestOutputHelper!;
        Print("files", CodeSizes.Files);
        Print("methods", CodeSizes.Methods);

        void Print(string what, IReadOnlyList<(string Name, int Lines)> sizes)
        {
            output.WriteLine($"{sizes.Count} {what}: p90 {CodeSizes.Percentile(sizes, 90)}, p99 {CodeSizes.Percentile(sizes, 99)} lines; longest:");
            foreach (var (name, lines) in sizes.Take(10)) output.WriteLine($"{lines,6}  {name}");
        }
    }

    private static void AssertShort(IReadOnlyList<(string Name, int Lines)> sizes, int limit)
    {
        Assert.NotEmpty(sizes);
        var tooLong = sizes.Where(size => size.Lines > limit).ToList();
        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong.Select(size => $"{size.Name} has {size.Lines} lines; at most {limit}.")));
    }
}
