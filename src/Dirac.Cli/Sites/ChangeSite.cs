using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site ban|allow|degrade|probe</c>: sets the status of a site or of one of its computing elements.</summary>
internal static class ChangeSite
{
    private static readonly (string Verb, string Status, string Description)[] Verbs =
    [
        ("ban", "Banned", "Take a site or computing element out of service: no new jobs and pilots. What runs goes on."),
        ("allow", "Active", "Put a site or computing element into service."),
        ("degrade", "Degraded", "Keep a site or computing element in service, with a warning."),
        ("probe", "Probing", "Take a site or computing element out of service for all but jobs of type Test."),
    ];

    /// <summary>Makes the commands.</summary>
    /// <param name="host">The process.</param>
    public static IEnumerable<Command> CreateAll(CliHost host) => Verbs.Select(verb => Create(host, verb.Verb, verb.Status, verb.Description));

    private static Command Create(CliHost host, string verb, string status, string description)
    {
        var site = SiteOptions.Site();
        var (ce, vo, reason, group) = (SiteOptions.CE(), SiteOptions.Vo(), SiteOptions.Reason(), SiteOptions.As());
        var until = new Option<string?>("--until") { HelpName = "TIME", Description = "Until when your word stands against automatic changes: a moment in UTC, or 12h, 3d (default: a day). The status stays after that." };
        return new Command(verb, description) { site, ce, vo, reason, until, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            session.Group = parsed.GetValue(group);
            var (kind, name) = await SiteOptions.FindAsync(session, parsed.GetRequiredValue(site), parsed.GetValue(ce), cancellationToken);
            var change = new ElementStatusChange
            {
                Status = status,
                Reason = parsed.GetRequiredValue(reason),
                Vo = parsed.GetValue(vo),
                Until = parsed.GetValue(until) is { } text ? Moment.ParseAhead(text, host.Clock.GetUtcNow()) : null,
            };
            await session.Statuses.SetAsync(kind, name, change, cancellationToken);
            await SiteScreen.WriteElementAsync(session, kind, name, cancellationToken);
            return ExitCodes.Ok;
        });
    }
}
