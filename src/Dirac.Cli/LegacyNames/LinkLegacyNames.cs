using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.LegacyNames;

/// <summary><c>dirac legacy-names</c>: makes or removes links by which this program is called as DIRAC's commands.</summary>
internal static class LinkLegacyNames
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var into = new Option<string>("--into") { HelpName = "DIR", Description = "The folder for the links; made when it is not there.", Required = true };
        var force = new Option<bool>("--force") { Description = "Replace files and links that are there already." };
        var remove = new Option<bool>("--remove") { Description = "Remove the links instead." };
        return new Command("legacy-names", "Make links so that this program can be called by the names DIRAC's commands have.") { into, force, remove }.Does(host, (session, parsed, _) =>
        {
            var links = new LegacyLinks(Path.GetFullPath(parsed.GetValue(into)!, host.WorkingDirectory), host.ProgramPath);
            if (parsed.GetValue(remove)) Tell(session, links.Remove(), links, "Removed", "from");
            else Tell(session, links.Make(parsed.GetValue(force)), links, "Made", "in");
            return Task.FromResult(ExitCodes.Ok);
        });
    }

    private static void Tell(Session session, IReadOnlyList<string> names, LegacyLinks links, string did, string where)
    {
        if (session.Screen.Json) session.Screen.WriteJson(names, Dirac.Model.Api.ModelJsonContext.Default.IReadOnlyListString);
        else session.Screen.WriteLine($"{did} {names.Count} of {LegacyCommands.Names.Count} links {where} {links.Folder}.");
    }
}
