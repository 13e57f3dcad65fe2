using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Tasks;

/// <summary>The options that say which dead tasks are meant.</summary>
internal sealed class DeadTaskOptions
{
    private static readonly string[] Reasons = ["Failed", "Unknown", "Unreadable"];

    private readonly Argument<string?> _name = new("NAME") { Description = "Only of this kind.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _reason = new("--reason") { HelpName = "REASON", Description = "Only those that died for this reason: Failed, Unknown or Unreadable." };
    private readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Only those that died since a moment (2026-11-22, 2026-11-22T10:30, UTC) or an age (90m, 12h, 3d)." };
    private readonly Option<string?> _until = new("--until") { HelpName = "TIME", Description = "Only those that died before." };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_name);
        foreach (var option in new[] { _reason, _since, _until }) command.Add(option);
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="now">The present, for ages.</param>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public DeadTaskSelection Read(ParseResult parsed, DateTimeOffset now) => new()
    {
        Name = parsed.GetValue(_name),
        Reason = parsed.GetValue(_reason) is { } word ? Reason(word) : null,
        Since = parsed.GetValue(_since) is { } since ? Moment.Parse(since, now) : null,
        Until = parsed.GetValue(_until) is { } until ? Moment.Parse(until, now) : null,
    };

    private static string Reason(string word) => Reasons.FirstOrDefault(reason => reason.Equals(word, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"'{word}' is no reason to die.", $"There are {string.Join(", ", Reasons)}.");
}
