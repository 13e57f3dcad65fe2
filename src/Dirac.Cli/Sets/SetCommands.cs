using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Sets;

/// <summary><c>dirac set …</c></summary>
internal static class SetCommands
{
    private const int MostJobs = 10_000;

    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("set", "Take jobs together: wait for all of them, act when they fail or end, be told.")
    {
        MakeSet.Create(host),
        List(host),
        Show(host),
        MakeSet.CreateAdd(host),
        WaitForSet.Create(host),
        Close(host),
        Cancel(host),
        Delete(host),
    };

    /// <summary>The argument that names a set.</summary>
    public static Argument<long> Id() => new("SET") { Description = "The set's number." };

    private static Command List(CliHost host)
    {
        var all = new Option<bool>("--all") { Description = "Sets of everybody you may see, not only your own." };
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "How many, 1 to 10,000.", DefaultValueFactory = _ => 20 };
        var before = new Option<long?>("--before") { HelpName = "SET", Description = "Only those made before this one." };
        return new Command("list", "List your sets, the newest first.") { all, limit, before }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var sets = await session.Sets.ListAsync(parsed.GetValue(all), parsed.GetValue(limit), parsed.GetValue(before) ?? long.MaxValue, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(sets, ModelJsonContext.Default.IReadOnlyListJobSetInfo);
            else if (sets.Count > 0) SetScreen.WriteTable(session.Screen, sets);
            else session.Screen.Note("There are no sets. 'dirac set create' makes one of jobs; 'dirac job submit --set NAME' of new ones.");
            return ExitCodes.Ok;
        });
    }

    private static Command Show(CliHost host)
    {
        var id = Id();
        var jobs = new Option<string?>("--jobs") { CompletionSources = { "Active", "Done", "Failed", "Killed", "Deleted", "all" }, HelpName = "STATE", Description = "List its jobs instead: Active, Done, Failed, Killed, Deleted or all." };
        return new Command("show", "Show one set: its jobs by state, its rules and notices, and what came of them.") { id, jobs }.Does(host, async (session, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(jobs) is { } state) await WriteJobsAsync(session, parsed.GetValue(id), state == "all" ? null : state, cancellationToken);
            else Write(session.Screen, await session.Sets.GetAsync(parsed.GetValue(id), cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static async Task WriteJobsAsync(Session session, long id, string? state, CancellationToken cancellationToken)
    {
        var found = new List<JobSetMember>();
        for (IReadOnlyList<JobSetMember> page = [new(0, "", null, null, null)]; page.Count > 0; found.AddRange(page))
            page = await session.Sets.JobsAsync(id, state, found.Count > 0 ? found[^1].JobId : 0, MostJobs, cancellationToken);
        if (session.Screen.Json) session.Screen.WriteJson(found, ModelJsonContext.Default.IReadOnlyListJobSetMember);
        else foreach (var job in found) session.Screen.WriteLine($"{job.JobId}  {job.Status ?? "removed"}; {job.MinorStatus}; {job.Site}");
        session.Screen.Note($"{Numbers.Of(found.Count, "job")}.");
    }

    private static Command Close(CliHost host)
    {
        var id = Id();
        return new Command("close", "Say that no more jobs will be added to an open set.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            Write(session.Screen, await session.Sets.CloseAsync(parsed.GetValue(id), cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command Cancel(CliHost host)
    {
        var id = Id();
        var kill = new Option<bool>("--kill") { Description = "Kill its jobs that have not ended, too." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        return new Command("cancel", "Withdraw what a set has not begun to do; nobody is told any more. Its jobs go on.") { id, kill, yes }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var number = parsed.GetValue(id);
            var kills = parsed.GetValue(kill);
            if (kills && !parsed.GetValue(yes))
            {
                var set = await session.Sets.GetAsync(number, cancellationToken);
                if (!session.Screen.Confirm($"Cancel set {number} and kill {Numbers.Of(set.Counts.Active, "job")}?")) return ExitCodes.Failed;
            }

            Write(session.Screen, await session.Sets.CancelAsync(number, kills, cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command Delete(CliHost host)
    {
        var id = Id();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        return new Command("delete", "Remove a set with its rules and notices. Its jobs stay.") { id, yes }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var number = parsed.GetValue(id);
            if (!parsed.GetValue(yes) && !session.Screen.Confirm($"Delete set {number}?")) return ExitCodes.Failed;
            await session.Sets.DeleteAsync(number, cancellationToken);
            session.Screen.Note($"Set {number} is removed.");
            return ExitCodes.Ok;
        });
    }

    private static void Write(Screen screen, JobSetInfo set)
    {
        if (screen.Json) screen.WriteJson(set, ModelJsonContext.Default.JobSetInfo);
        else SetScreen.Write(screen, set);
    }
}
