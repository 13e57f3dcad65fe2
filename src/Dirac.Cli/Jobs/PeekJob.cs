using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job peek</c>: what a running payload has printed lately.</summary>
internal static class PeekJob
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        return new Command("peek", "Show the last lines a running job has printed.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var lines = await session.Jobs.PeekAsync(parsed.GetValue(id), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(lines, ModelJsonContext.Default.String);
            else if (lines.Length > 0) session.Screen.WriteLine(lines.TrimEnd('\n'));
            else session.Screen.Note("Nothing yet: output shows with the job's first heartbeat.");
            return ExitCodes.Ok;
        });
    }
}
