using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site …</c></summary>
internal static class SiteCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("site", "See the sites where jobs run, and put them in and out of service.")
        {
            ListSites.Create(host),
            ShowSite.Create(host),
            ExplainSite.Create(host),
            SummariseSites.Create(host),
        };
        command.Add(AddSite.Create(host));
        command.Add(RemoveSite.Create(host));
        command.Add(SiteLogin.Create(host));
        command.Add(TestSite.Create(host));
        foreach (var change in ChangeSite.CreateAll(host)) command.Add(change);
        command.Add(PlanDowntime.Create(host));
        command.Add(PlanDowntime.CreateList(host));
        command.Add(PlanDowntime.CreateCancel(host));
        return command;
    }
}
