using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Model.Text;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot kill|delete|clear</c>: changes to many pilots, with an outcome for each.</summary>
internal static class ChangePilots
{
    private const int PilotsPerCall = 1_000;
    private const int MostLines = 50;
    private static readonly string[] Alive = [.. PilotStatuses.Transient.Select(status => status.ToString())];
    private static readonly string[] Ended = [.. PilotStatuses.Final.Select(status => status.ToString())];

    /// <summary>Makes the commands.</summary>
    /// <param name="host">The process.</param>
    public static IEnumerable<Command> CreateAll(CliHost host)
    {
        yield return CreateKill(host);
        yield return Create(
            host,
            new Command("delete", "Remove pilots that have ended from the records. Shows how many and asks first."),
            Ended,
            "deleted",
            _ => (pilots, stamps, cancel) => pilots.DeleteAsync(stamps, cancel));
        yield return CreateClear(host);
    }

    private static Command CreateKill(CliHost host)
    {
        var drain = new Option<bool>("--drain") { Description = "Let jobs that run end first. Otherwise they are handed back and run again elsewhere." };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why; told to the pilots and kept with them." };
        return Create(
            host,
            new Command("kill", "Order pilots to end. Shows how many and asks first.") { drain, reason },
            Alive,
            "told to end",
            parsed => (pilots, stamps, cancel) => pilots.KillAsync(new PilotKillRequest(stamps, parsed.GetValue(reason), parsed.GetValue(drain)), cancel));
    }

    private static Command Create(
        CliHost host, Command command, string[] statuses, string past, Func<ParseResult, Func<PilotRecordClient, IReadOnlyList<string>, CancellationToken, Task<PilotBulkResult>>> change)
    {
        var selection = new PilotSelection();
        var (yes, group) = (Yes(), As());
        command.Add(yes);
        command.Add(group);
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            session.Group = parsed.GetValue(group);
            var stamps = await selection.FindAsync(session, parsed, statuses, cancellationToken);
            if (stamps.Count == 0)
            {
                session.Screen.Note("No pilots fit; nothing is changed.");
                return ExitCodes.Ok;
            }

            var question = $"{char.ToUpperInvariant(command.Name[0])}{command.Name[1..]} {(stamps.Count == 1 ? $"pilot {stamps[0]}" : $"{stamps.Count} pilots")}?";
            if (!parsed.GetValue(yes) && !session.Screen.Confirm(question)) return NotChanged(session.Screen);
            var result = await ApplyAsync(session, stamps, change(parsed), cancellationToken);
            Print(session.Screen, past, result);
            return result.Failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static Command CreateClear(CliHost host)
    {
        var older = new Option<string>("--older-than") { HelpName = "DAYS", Description = "Pilots that have ended and were submitted longer ago, such as 30d.", Required = true };
        var aborted = new Option<string?>("--aborted-older-than") { HelpName = "DAYS", Description = "The same for aborted ones. Default: as --older-than." };
        var (yes, group) = (Yes(), As());
        return new Command("clear", "Remove old pilots that have ended from the records. Asks first.") { older, aborted, yes, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            session.Group = parsed.GetValue(group);
            var days = Days(parsed.GetValue(older)!);
            var request = new PilotClearRequest(days, parsed.GetValue(aborted) is { } text ? Days(text) : days);
            var question = $"Remove all pilots of your VO that have ended and were submitted more than {Numbers.Of(request.Days, "day")} ago (aborted ones {request.AbortedDays})?";
            if (!parsed.GetValue(yes) && !session.Screen.Confirm(question)) return NotChanged(session.Screen);
            var reply = await session.PilotRecords.ClearAsync(request, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(reply, ModelJsonContext.Default.PilotClearReply);
            else session.Screen.Note($"{Numbers.Of(reply.Removed, "pilot")} removed.");
            return ExitCodes.Ok;
        });
    }

    private static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask." };

    private static Option<string?> As() => new("--as") { HelpName = "GROUP", Description = "Work as this DIRAC group of yours; one with the property Operator or ServiceAdministrator is needed." };

    private static int NotChanged(Screen screen)
    {
        screen.Note("Nothing is changed.");
        return ExitCodes.Failed;
    }

    private static int Days(string text) => text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, null, out var days)
        ? days
        : throw new UsageException($"'{text}' is not a number of days.", "Write 30d.");

    private static async Task<PilotBulkResult> ApplyAsync(
        Session session,
        IReadOnlyList<string> stamps,
        Func<PilotRecordClient, IReadOnlyList<string>, CancellationToken, Task<PilotBulkResult>> applyAsync,
        CancellationToken cancellationToken)
    {
        var success = new SortedDictionary<string, PilotChange>(StringComparer.Ordinal);
        var failed = new SortedDictionary<string, FailedItem>(StringComparer.Ordinal);
        foreach (var chunk in stamps.Chunk(PilotsPerCall))
        {
            var result = await applyAsync(session.PilotRecords, chunk, cancellationToken);
            foreach (var (stamp, change) in result.Success) success[stamp] = change;
            foreach (var (stamp, reason) in result.Failed) failed[stamp] = reason;
        }

        return new PilotBulkResult(success, failed);
    }

    private static void Print(Screen screen, string past, PilotBulkResult result)
    {
        if (screen.Json)
        {
            screen.WriteJson(result, ModelJsonContext.Default.PilotBulkResult);
            return;
        }

        foreach (var (stamp, change) in result.Success.Take(MostLines)) screen.WriteLine($"{stamp}  {change.Status}. {change.Detail}");
        foreach (var (stamp, reason) in result.Failed.Take(MostLines)) screen.WriteLine($"{stamp}  not {past}: {reason.Detail}");
        if (result.Success.Count > MostLines || result.Failed.Count > MostLines) screen.WriteLine("… and more.");
        screen.Note($"{result.Success.Count} {past}, {result.Failed.Count} not.");
    }
}
