using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Jobs;

namespace Dirac.Cli.Jobs;

/// <summary>The filter options shared by the commands that act on many jobs.</summary>
internal sealed class JobFilterOptions
{
    private readonly Option<string[]> _statuses = Many("--status", "STATUS", "Only jobs in this status (Waiting, Running, Failed, …); several with commas.");
    private readonly Option<string[]> _sites = Many("--site", "SITE", "Only jobs at or for this site; several with commas.");
    private readonly Option<string[]> _groups = Many("--group", "GROUP", "Only jobs of this job group; several with commas.");
    private readonly Option<string[]> _types = Many("--type", "TYPE", "Only jobs of this type (User, MCSimulation, …); several with commas.");
    private readonly Option<string[]> _ownerGroups = Many("--owner-group", "GROUP", "Only jobs submitted in this DIRAC group; several with commas.");
    private readonly Option<string?> _minor = new("--minor") { HelpName = "TEXT", Description = "Only jobs with this minor status; * stands for any text." };
    private readonly Option<string?> _application = new("--application") { HelpName = "TEXT", Description = "Only jobs with this application status; * stands for any text." };
    private readonly Option<string[]> _pilots = Many("--pilot", "STAMP", "Only jobs that this pilot took; several with commas.");
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "Only jobs with this name; * stands for any text." };
    private readonly Option<string?> _owner = new("--owner") { HelpName = "USER", Description = "Only jobs of this user. Default: you." };
    private readonly Option<bool> _all = new("--all") { Description = "Jobs of everybody you may see, not only your own." };
    private readonly Option<string?> _since = new("--since") { HelpName = "TIME", Description = "Only jobs submitted since a moment (2026-11-22, 2026-11-22T10:30, UTC) or an age (90m, 12h, 3d)." };
    private readonly Option<string?> _until = new("--until") { HelpName = "TIME", Description = "Only jobs submitted before a moment or age." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        _statuses.CompletionSources.Add(Enum.GetNames<JobStatus>());
        foreach (var option in new Option[] { _statuses, _minor, _application, _sites, _groups, _types, _ownerGroups, _pilots, _name, _owner, _all, _since, _until }) command.Add(option);
    }

    /// <summary>Reads what was given, without the rule that only one's own jobs are meant.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="now">The present, for ages.</param>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public JobFilter Read(ParseResult parsed, DateTimeOffset now) => new()
    {
        Statuses = [.. Words(parsed, _statuses).Select(CheckStatus)],
        Sites = Words(parsed, _sites),
        Groups = Words(parsed, _groups),
        Types = Words(parsed, _types),
        OwnerGroups = Words(parsed, _ownerGroups),
        Pilots = Words(parsed, _pilots),
        Minor = parsed.GetValue(_minor),
        Application = parsed.GetValue(_application),
        Name = parsed.GetValue(_name),
        Owner = parsed.GetValue(_owner),
        Since = parsed.GetValue(_since) is { } since ? Moment.Parse(since, now) : null,
        Until = parsed.GetValue(_until) is { } until ? Moment.Parse(until, now) : null,
    };

    /// <summary>Reads the filter; without <c>--owner</c> or <c>--all</c> it means the caller's own jobs.</summary>
    /// <param name="session">The session, asked for the caller's name.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<JobFilter> ReadOwnAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var filter = Read(parsed, session.Host.Clock.GetUtcNow());
        if (filter.Owner is not null || parsed.GetValue(_all)) return filter;
        var me = await session.Identity.WhoAmIAsync(cancellationToken);
        return filter with { Owner = me.PreferredUsername };
    }

    private static Option<string[]> Many(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };

    private static IReadOnlyList<string> Words(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static string CheckStatus(string word) => Enum.TryParse<JobStatus>(word, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsDigit(word[0])
        ? status.ToString()
        : throw new UsageException($"'{word}' is not a status of jobs.", $"There are {string.Join(", ", Enum.GetNames<JobStatus>())}.");
}
