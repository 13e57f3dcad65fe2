using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task add</c>: makes one task by hand.</summary>
internal static class AddTask
{
    private static readonly string[] Priorities = ["Realtime", "Normal", "Background"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (name, message, group) = (TaskOptions.Name(), TaskOptions.Message(), TaskOptions.As());
        var delay = new Option<string?>("--in") { HelpName = "DELAY", Description = "Begin it after this time at the earliest: 30s, 90m, 12h, 3d." };
        var priority = new Option<string?>("--priority") { HelpName = "P", Description = "Realtime, Normal or Background. Default: as its kind has it." };
        var key = new Option<string?>("--key") { HelpName = "KEY", Description = "Make none while one of this kind and key waits." };
        return new Command("add", "Make a task. The server says what is wrong with its message; 'dirac task run NAME' shows its shape.") { name, message, delay, priority, key, group }
            .Does(host, async (session, parsed, cancellationToken) =>
            {
                var wanted = new TaskAddRequest
                {
                    Message = Parse(await TaskOptions.ReadMessageAsync(parsed, message, host, cancellationToken) ?? "{}"),
                    DelaySeconds = parsed.GetValue(delay) is { } text ? Moment.ParseAge(text).TotalSeconds : null,
                    Priority = parsed.GetValue(priority) is { } word ? Priority(word) : null,
                    Key = parsed.GetValue(key),
                };
                await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
                var reply = await session.Tasks.AddAsync(parsed.GetRequiredValue(name), wanted, cancellationToken);
                if (session.Screen.Json) session.Screen.WriteJson(reply, ModelJsonContext.Default.TaskAddReply);
                else session.Screen.Note(reply.Id is { } id ? $"{parsed.GetRequiredValue(name)} {id} is in the queue." : "One with this key waits already; none is made.");
                return ExitCodes.Ok;
            });
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException error)
        {
            throw new UsageException($"The message is not valid JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.", "Quote it for your shell, or give - and send it to standard input.");
        }
    }

    private static string Priority(string word) => Priorities.FirstOrDefault(priority => priority.Equals(word, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"'{word}' is no priority.", $"There are {string.Join(", ", Priorities)}.");
}
