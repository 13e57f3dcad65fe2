using System.Diagnostics;
using Dirac.Cli.Shell;
using Dirac.Cli.Shell.ManualPages;
using Dirac.Cli.Tests.Fakes;
using Dirac.Cli.Tests.Shell.Completion;
using Dirac.Testing;

namespace Dirac.Cli.Tests.Shell.ManualPages;

public sealed class ManualTests
{
    [Fact]
    public async Task Manual_Always_WritesAPageForEveryCommand()
    {
        using var folder = new TempFolder();

        var outcome = await WriteAsync(folder);

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        var page = await File.ReadAllTextAsync(folder.File("dirac-job-list.1"), TestContext.Current.CancellationToken);
        Assert.StartsWith(".TH DIRAC\\-JOB\\-LIST 1 2025-12-01 ", page, StringComparison.Ordinal);
        Assert.Contains("dirac\\-job\\-list \\- List your jobs, the newest first\n", page, StringComparison.Ordinal);
        Assert.Contains("\\fB\\-\\-limit\\fR \\fIN\\fR\nHow many jobs on a page, 1 to 10,000. [default: 20]\n", page, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("dirac.1")));
        Assert.True(File.Exists(folder.File("dirac-proxy-destroy.1")));
    }

    [Fact]
    public async Task Pages_InGroff_RenderWithoutAWarning() => await CheckAsync("groff", "-man", "-Tutf8", "-ww", "-z");

    [Fact]
    public async Task Pages_InMandoc_RenderWithoutAWarning() => await CheckAsync("mandoc", "-Tlint", "-Wwarning");

    [Theory]
    [InlineData(".TH is no request", "\\&.TH is no request")]
    [InlineData("'tis", "\\&'tis")]
    [InlineData("a-b \\n …", "a\\-b \\en \\[u2026]")]
    [InlineData("two\nlines", "two lines")]
    public void Text_WhatRoffWouldRead_ComesOutAsItIs(string text, string expected) => Assert.Equal(expected, Roff.Text(text));

    private static Task<CommandLine.Outcome> WriteAsync(TempFolder folder) =>
        new CommandLine { Variables = { ["SOURCE_DATE_EPOCH"] = "1764547200" } }.RunAsync("manual", "--into", folder.FullPath);

    private static async Task CheckAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(ShellPlace.IsInstalled(program), $"{program} is not installed.");
        using var folder = new TempFolder();
        await WriteAsync(folder);
        var pages = Directory.GetFiles(folder.FullPath).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(pages);
        using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, .. pages]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", output + await errors);
    }
}
