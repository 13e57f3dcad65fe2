using System.CommandLine;
using Dirac.Cli.Pilots;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job …</c></summary>
internal static class JobCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("job", "Submit jobs, see where they are and why, get their outputs.")
        {
            SubmitJobs.Create(host),
            ListJobs.Create(host),
            CountJobs.Create(host),
            ListJobValues.Create(host),
            JobStatusLines.Create(host),
            ShowJob.Create(host),
            ExplainJob.Create(host),
            ShowJobLog.Create(host),
            PeekJob.Create(host),
            WaitForJobs.Create(host),
            GetJobOutput.Create(host),
            ListJobPilots.Create(host),
            ShowPilotOutput.CreateForJob(host),
        };
        command.Aliases.Add("jobs");
        foreach (var change in ChangeJobs.CreateAll(host)) command.Add(change);
        foreach (var record in JobRecordCommands.CreateAll(host)) command.Add(record);
        command.Add(UndoJobs.Create(host));
        command.Add(ResubmitJobs.Create(host));
        return command;
    }
}
