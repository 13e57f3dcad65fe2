using System.Text.RegularExpressions;
using Dirac.Installation;

namespace Dirac.EndToEnd.Tests;

/// <summary>The curl commands of the documentation, as they stand there.</summary>
public sealed partial class DocsCurlTests
{
    /// <summary>The page whose commands only work in a job: <see cref="PayloadTokenTests"/> runs them there.</summary>
    public static string InsideAJob => Path.Combine(Root, "docs", "user", "how-to", "use-dirac-from-a-job.md");

    private static string Root => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    public static TheoryData<string> Pages => [.. Directory
        .EnumerateFiles(Path.Combine(Root, "docs", "user"), "*.md", SearchOption.AllDirectories)
        .Where(page => page != InsideAJob && Blocks(page).Any(block => block.Contains("curl ", StringComparison.Ordinal)))
        .Select(page => Path.GetRelativePath(Root, page)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_EveryCurlCommand_DoesWhatThePageSays(string page)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        await using var site = await Site.StartAsync();
        var blocks = Blocks(Path.Combine(Root, page)).ToList();
        var script = site.File("page.sh");
        await File.WriteAllTextAsync(script, Script(site, blocks), TestContext.Current.CancellationToken);

        var (code, output) = await Command.RunAsync(
            ["bash", script],
            new Dictionary<string, string> { ["DIRAC_URL"] = site.Server.Url.ToString().TrimEnd('/'), ["DIRAC_DATA"] = site.Server.Directory, ["HOME"] = site.File("home") },
            TestContext.Current.CancellationToken);

        Assert.True(code == 0, $"{page} ended with {code}:\n{output}");
        Assert.Equal(blocks.Count, output.Split('\n').Count(line => line.StartsWith("== block ", StringComparison.Ordinal)));
        foreach (var promise in Promises(page)) Assert.Contains(promise, output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pages_WithCurl_AreFound() => Assert.Contains("docs/user/how-to/rest-with-curl.md", Pages.Select(row => row.Data));

    // Statuses and headers that the page names in its text.
    private static IReadOnlyList<string> Promises(string page) => page.EndsWith("rest-with-curl.md", StringComparison.Ordinal)
        ? ["content-range: jobs 0-1/3", "\n304\n", "exit code 22", "\"loc\":"]
        : [];

    private static string Script(Site site, IReadOnlyList<string> blocks) =>
        $$"""
        set -eu
        mkdir -p "$HOME" && cd "$HOME"
        dirac() { "{{Programs.Cli}}" "$@"; }
        {{string.Join('\n', blocks.Select((block, number) => $"echo; echo '== block {number + 1}'\n{block}"))}}
        """;

    /// <summary>The shell commands of a page, block by block.</summary>
    public static IEnumerable<string> Blocks(string page) => Block().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("^```sh\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
