using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site drain|downtimes|cancel-downtime</c>: plans downtimes, lists and withdraws them.</summary>
internal static class PlanDowntime
{
    /// <summary>Makes the command <c>drain</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (site, ce, vo, reason, group) = (SiteOptions.Site(), SiteOptions.CE(), SiteOptions.Vo(), SiteOptions.Reason(), SiteOptions.As());
        var from = new Option<string?>("--from") { HelpName = "TIME", Description = "When it begins: 2026-12-01T08:00 (UTC), or 12h, 3d from now (default: now)." };
        var until = new Option<string>("--until") { HelpName = "TIME", Description = "When it ends, likewise.", Required = true };
        var drain = new Option<double?>("--drain-hours") { HelpName = "HOURS", Description = "How long before the begin no new jobs and pilots are sent there (default: the installation's, 12)." };
        return new Command("drain", "Plan a downtime: no new jobs some hours before it, banned while it lasts, then back as before.") { site, ce, vo, from, until, drain, reason, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            session.Group = parsed.GetValue(group);
            var now = host.Clock.GetUtcNow();
            var (kind, name) = await SiteOptions.FindAsync(session, parsed.GetRequiredValue(site), parsed.GetValue(ce), cancellationToken);
            var planned = await session.Statuses.PlanAsync(
                new NewDowntime
                {
                    Kind = kind,
                    Name = name,
                    Vo = parsed.GetValue(vo),
                    From = parsed.GetValue(from) is { } text ? Moment.ParseAhead(text, now) : null,
                    Until = Moment.ParseAhead(parsed.GetRequiredValue(until), now),
                    Reason = parsed.GetRequiredValue(reason),
                    DrainHours = parsed.GetValue(drain),
                },
                cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(planned, ModelJsonContext.Default.DowntimeInfo);
            else session.Screen.Console.Write(SiteScreen.Downtimes([planned]));
            return ExitCodes.Ok;
        });
    }

    /// <summary>Makes the command <c>downtimes</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateList(CliHost host)
    {
        var all = new Option<bool>("--all") { Description = "Those that are over, too." };
        return new Command("downtimes", "List planned downtimes.") { all }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var downtimes = await session.Statuses.DowntimesAsync(parsed.GetValue(all), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(downtimes, ModelJsonContext.Default.IReadOnlyListDowntimeInfo);
            else if (downtimes.Count > 0) session.Screen.Console.Write(SiteScreen.Downtimes(downtimes));
            else session.Screen.Note("No downtime is planned. 'dirac site drain' plans one.");
            return ExitCodes.Ok;
        });
    }

    /// <summary>Makes the command <c>cancel-downtime</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateCancel(CliHost host)
    {
        var id = new Argument<long>("DOWNTIME") { Description = "Its number." };
        var group = SiteOptions.As();
        return new Command("cancel-downtime", "Withdraw a downtime: it does not begin, or it ends now.") { id, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            session.Group = parsed.GetValue(group);
            await session.Statuses.CancelAsync(parsed.GetValue(id), cancellationToken);
            session.Screen.Note($"Downtime {parsed.GetValue(id)} is withdrawn.");
            return ExitCodes.Ok;
        });
    }
}
