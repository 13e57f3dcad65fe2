using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Cli.Shell.Completion;
using Dirac.Cli.Tests.Fakes;
using Dirac.Model.Jobs;

namespace Dirac.Cli.Tests.Shell.Completion;

public sealed class SuggestionTests
{
    private static readonly RootCommand Root = DiracCommand.Create(CliHost.OfThisProcess());

    [Theory]
    [InlineData("jo", "job")]
    [InlineData("job sub", "submit")]
    [InlineData("job list --page 2 --lim", "--limit")]
    [InlineData("job list --jso", "--json")]
    [InlineData("--json job li", "list")]
    [InlineData("--url https://a job li", "list")]
    [InlineData("job list --status Wai", "Waiting")]
    [InlineData("job list --status=Wai", "--status=Waiting")]
    [InlineData("job list --status = Wai", "Waiting")]
    [InlineData("job list --status wai", "Waiting")]
    [InlineData("job list --status Done,Wai", "Done,Waiting")]
    [InlineData("pilot list --status Abo", "Aborted")]
    [InlineData("job count --by owner-", "owner-group")]
    [InlineData("set wait 1 --until first", "first-failed")]
    [InlineData("completion z", "zsh")]
    [InlineData("job submit job", ":files")]
    [InlineData("job submit -- --odd", ":files")]
    [InlineData("manual --into ", ":directories")]
    public void For_Words_IsTheOneThatFits(string line, string expected) => Assert.Equal([expected], Words(line));

    [Theory]
    [InlineData("job list --nothing-like-it")]
    [InlineData("nothing li")]
    [InlineData("job list --limit ")]
    [InlineData("job list --unknown=a")]
    public void For_NothingKnown_IsEmpty(string line) => Assert.Empty(Words(line));

    [Fact]
    public void For_StatusOfJobs_AreAll() => Assert.Equal(Enum.GetNames<JobStatus>().Order(StringComparer.Ordinal), Words("job list --status ").Order(StringComparer.Ordinal));

    [Fact]
    public void For_OptionThatWasGiven_IsNotSuggestedAgain() => Assert.DoesNotContain("--limit", Words("job list --limit 5 --"));

    [Fact]
    public void For_OptionThatMayBeRepeated_IsSuggestedAgain() => Assert.Contains("--status", Words("job list --status Done --"));

    [Fact]
    public async Task Run_Complete_PrintsWordAndFirstSentence() =>
        Assert.Equal("submit\tSubmit jobs with their input files\n", (await new CommandLine().RunAsync("complete", "--", "job", "sub")).Output);

    private static IEnumerable<string> Words(string line) => Suggestions.For(Root, line.Split(' ')).Select(suggestion => suggestion.Word);
}
