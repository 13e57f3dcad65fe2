using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary>Names jobs for the commands that act on many: by number and range, or by filter.</summary>
internal sealed class JobSelection
{
    private readonly Argument<string[]> _ids = JobArguments.Many(ArgumentArity.ZeroOrMore);
    private readonly JobFilterOptions _filter = new();

    /// <summary>Adds the argument and options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_ids);
        _filter.AddTo(command);
    }

    /// <summary>Finds the jobs meant, ascending.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="UsageException">No job is named, or both ways are used at once.</exception>
    public async Task<IReadOnlyList<long>> FindAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var choice = await ChooseAsync(session, parsed, cancellationToken);
        return choice.Ids ?? await JobSearch.FindIdsAsync(session.Jobs, choice.Filter, cancellationToken);
    }

    /// <summary>Reads which jobs are meant, and leaves it to the server to find them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UsageException">No job is named, or both ways are used at once.</exception>
    public async Task<JobChoice> ChooseAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var words = parsed.GetValue(_ids) ?? [];
        var empty = _filter.Read(parsed, session.Host.Clock.GetUtcNow()).IsEmpty;
        if (words.Length > 0 && !empty) throw new UsageException("Job numbers and filters are both given.", "Use one of them.");
        if (words.Length > 0) return new JobChoice(JobIdRanges.Parse(words), new JobFilter());
        // --all alone counts as empty too: it would mean every job there is.
        if (empty) throw new UsageException("No jobs are named, and an empty filter would mean all of them.", "Give job numbers, or a filter such as --status Waiting or --group NAME.");
        return new JobChoice(null, await _filter.ReadOwnAsync(session, parsed, cancellationToken));
    }
}
