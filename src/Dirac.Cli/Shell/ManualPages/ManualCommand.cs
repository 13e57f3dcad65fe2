using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Dirac.Model.Text;

namespace Dirac.Cli.Shell.ManualPages;

/// <summary><c>dirac manual --into DIR</c>: manual pages of all commands.</summary>
internal static class ManualCommand
{
    private const string Root = "dirac";

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var into = new Option<string>("--into") { HelpName = "DIR", Description = "Where to; made when it is missing. For 'man': a folder man1 of one in MANPATH.", Required = true };
        var command = new Command("manual", "Write a manual page for every command.") { into };
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var directory = Path.GetFullPath(parsed.GetValue(into)!, host.WorkingDirectory);
            Directory.CreateDirectory(directory);
            var pages = ManualPage.Of(parsed.RootCommandResult.Command, Root).ToList();
            foreach (var page in pages)
            {
                await File.WriteAllTextAsync(Path.Combine(directory, $"{page.Name}.1"), page.ToRoff(Date(host), Version), cancellationToken);
            }

            session.Screen.Note($"{Numbers.Of(pages.Count, "page")} in {directory}. 'man {Path.Combine(directory, Root)}.1' shows the first.");
            return ExitCodes.Ok;
        });
    }

    private static string Version => typeof(ManualCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    // Packagers say when, so that equal sources give equal pages.
    private static string Date(CliHost host)
    {
        var moment = long.TryParse(host.Variable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : host.Clock.GetUtcNow();
        return moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
