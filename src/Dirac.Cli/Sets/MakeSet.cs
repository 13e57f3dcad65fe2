using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Sets;

/// <summary><c>dirac set create</c> and <c>dirac set add</c>: jobs, by number or filter, become a set or part of one.</summary>
internal static class MakeSet
{
    /// <summary>Makes the command <c>create</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var selection = new JobSelection();
        var plan = new PlanOptions();
        var name = new Option<string?>("--set") { HelpName = "NAME", Description = "The set's name." };
        var open = new Option<bool>("--open") { Description = "More jobs will be added: the set has not ended before 'dirac set close'." };
        var command = new Command("create", "Make a set of jobs that exist.") { name, open };
        selection.AddTo(command);
        plan.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            var read = await plan.ReadAsync(session, parsed, parsed.GetValue(name), cancellationToken);
            var set = new NewJobSet { Name = read.Name, JobIds = ids, Open = parsed.GetValue(open), On = read.On, Notices = read.Notices };
            return Report(session.Screen, await session.Sets.CreateAsync(set, cancellationToken));
        });
    }

    /// <summary>Makes the command <c>add</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateAdd(CliHost host)
    {
        var id = SetCommands.Id();
        var selection = new JobSelection();
        var command = new Command("add", "Add jobs to a set; those that are in it already stay.") { id };
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            return Report(session.Screen, await session.Sets.AddAsync(parsed.GetValue(id), new JobSetAddition(ids), cancellationToken));
        });
    }

    private static int Report(Screen screen, JobSetChange change)
    {
        if (screen.Json) screen.WriteJson(change, ModelJsonContext.Default.JobSetChange);
        else SetScreen.Write(screen, change.Set);
        screen.Note($"{Numbers.Of(change.Added, "job")} added, {Numbers.Of(change.Failed.Count)} not. '{screen.Program} set wait {change.Set.Id}' waits for the end.");
        SetScreen.WriteRefused(screen, change);
        return change.Failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
