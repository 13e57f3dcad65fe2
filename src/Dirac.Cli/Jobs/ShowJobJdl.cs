using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job jdl</c>: a job's description.</summary>
internal static class ShowJobJdl
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        var original = new Option<bool>("--original") { Description = "As it was submitted, without what the server added." };
        return new Command("jdl", "Print a job's description as the server understands it.") { id, original }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var description = await new JobRecordClient(session.Connection).JdlAsync(parsed.GetValue(id), parsed.GetValue(original), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(description, ModelJsonContext.Default.JobJdl);
            else session.Screen.WriteLine(description.Jdl.TrimEnd('\n'));
            return ExitCodes.Ok;
        });
    }
}
