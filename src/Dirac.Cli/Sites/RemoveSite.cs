using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site remove</c>: takes a site out of this installation's configuration.</summary>
internal static class RemoveSite
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (site, yes) = (SiteOptions.Site(), new Option<bool>("--yes", "-y") { Description = "Do not ask." });
        return new Command("remove", "Take a site out of this installation's configuration. Its jobs and their history stay.") { site, yes }.Does(
            host, (session, parsed, cancellationToken) => RunAsync(session, parsed.GetRequiredValue(site), parsed.GetValue(yes), cancellationToken));
    }

    private static async Task<int> RunAsync(Session session, string site, bool isSure, CancellationToken cancellationToken)
    {
        var configuration = new LocalConfiguration(session.DataDirectory);
        var path = PathOf(configuration.Read(), site);
        await DemandNoPilotsAsync(session, site, cancellationToken);
        if (!isSure && !session.Screen.Confirm($"Take {site} out of {configuration.Path}?")) return ExitCodes.Ok;
        await configuration.RemoveAsync(path, cancellationToken);
        session.Screen.WriteLine($"{site} is no longer in {configuration.Path}.");
        return ExitCodes.Ok;
    }

    private static string PathOf(CfgSection root, string site)
    {
        var sites = root.SectionNames("/Resources/Sites").SelectMany(grid => root.SectionNames($"/Resources/Sites/{grid}").Select(name => (Path: $"/Resources/Sites/{grid}/{name}", Name: name))).ToList();
        if (sites.FirstOrDefault(one => one.Name == site) is { Path: { } path }) return path;
        var near = NearestNames.Find(site, sites.Select(one => one.Name), 1);
        throw new DiracException(ErrorCode.NotFound, $"There is no site {site} in this installation's configuration.", near.Count > 0 ? $"Did you mean {near[0]}?" : "'dirac site list' lists what there is.");
    }

    // Once the site is gone, nobody can ask for its pilots or end them.
    private static async Task DemandNoPilotsAsync(Session session, string site, CancellationToken cancellationToken)
    {
        var pilots = (await session.Direction.ShowAsync(cancellationToken)).Where(queue => queue.Site == site).Sum(queue => queue.Waiting + queue.Running);
        if (pilots == 0) return;
        throw new DiracException(
            ErrorCode.Conflict, $"{pilots} {(pilots == 1 ? "pilot is" : "pilots are")} still there.",
            $"'dirac site ban {site} --reason leaving --as GROUP' sends no more; they end when they have been idle for a while, or at once by 'dirac pilot kill'.");
    }
}
