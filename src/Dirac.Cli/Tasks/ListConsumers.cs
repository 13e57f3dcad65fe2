using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac schedule consumers</c>: the message queues of other programs from which tasks are made.</summary>
internal static class ListConsumers
{
    // A process writes down how it fares every quarter of a minute.
    private const double LongestSilenceSeconds = 60;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var group = TaskOptions.As();
        return new Command("consumers", "List the message queues of other programs from which tasks are made: by which process, and how that goes.") { group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            var consumers = await session.Tasks.ConsumersAsync(cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(consumers, ModelJsonContext.Default.IReadOnlyListMessageConsumerInfo);
            else if (consumers.Count > 0) session.Screen.Console.Write(ToTable(consumers, host.Clock.GetUtcNow()));
            else session.Screen.Note("No message queue is consumed.");
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<MessageConsumerInfo> consumers, DateTimeOffset now)
    {
        var table = Screen.NewTable("Trigger", "Queue or topic", "Task", "Process", "State", "Messages", "Last (UTC)");
        table.Columns[5].RightAligned();
        foreach (var consumer in consumers)
        {
            table.AddRow(
                new Text(consumer.Name),
                new Text(consumer.Source),
                new Text(consumer.Task),
                new Text(consumer.Process),
                new Text(State(consumer, now)),
                new Text(consumer.Received.ToString(CultureInfo.InvariantCulture)),
                new Text(consumer.Last is { } last ? Times.Show(last) : ""));
        }

        return table;
    }

    private static string State(MessageConsumerInfo consumer, DateTimeOffset now) => consumer switch
    {
        { SilentSeconds: > LongestSilenceSeconds } => $"not heard of for {Lasting.Show(consumer.SilentSeconds)}",
        { Problem: { } problem } => $"{consumer.State} for {Lasting.Show(Math.Max(0, (now - consumer.Since).TotalSeconds))}: {problem}",
        { Broker: { } broker } => $"{consumer.State} from {broker}",
        _ => consumer.State,
    };
}
