using System.Globalization;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Tasks.Intake;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>Reads from the configuration which queues make which tasks.</summary>
internal static class TriggerPlan
{
    public const string Place = "/Systems/Framework/Tasks/MessageTriggers";

    private const int LongestName = 64;
    private const int MostPrefetched = 10_000;
    private const int MostHours = 8_760;

    /// <summary>All triggers that have a queue or topic, and those of which the configuration speaks.</summary>
    public static IReadOnlyList<PlannedTrigger> Make(CfgSection root, IEnumerable<MessageTrigger> declared, TaskIntake intake)
    {
        var byName = declared.ToDictionary(trigger => trigger.Name, StringComparer.Ordinal);
        return [.. byName.Keys.Union(root.SectionNames(Place), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => Plan(root, name, byName.GetValueOrDefault(name), intake)).OfType<PlannedTrigger>()];
    }

    private static PlannedTrigger? Plan(CfgSection root, string name, MessageTrigger? declared, TaskIntake intake)
    {
        var section = root.GetSection($"{Place}/{name}") ?? CfgSection.Empty;
        try
        {
            if (name.Length > LongestName) throw Bad(name, "its name", $"has more than {LongestName} characters.");
            var trigger = section.GetOption("Task") is { Length: > 0 } task ? new ConfiguredTrigger(name, task) : declared ?? throw Bad(name, "Task", "is missing: which kind of task shall there be?");
            var uri = section.GetOption("MQURI", trigger.MqUri);
            // A trigger of the code waits for somebody to name a queue.
            if (uri.Length == 0) return section.Entries.Count == 0 ? null : throw Bad(name, "MQURI", "is missing: from which queue or topic?");
            if (!section.GetBool("Enabled", true)) return null;
            return new PlannedTrigger(trigger, Settings(root, section, trigger, MqUri.Parse(uri), intake), name);
        }
        catch (DiracException problem)
        {
            return new PlannedTrigger(declared, null, name, $"{problem.Message} {problem.Advice}".Trim());
        }
    }

    private static TriggerSettings Settings(CfgSection root, CfgSection section, MessageTrigger trigger, MqUri source, TaskIntake intake)
    {
        var definition = trigger.Definition(intake);
        return new TriggerSettings(trigger.Name, definition.Name, definition.Database, source, MqServices.Find(root, source))
        {
            Prefetch = Number(section, trigger.Name, "Prefetch", TriggerSettings.DefaultPrefetch, 1, MostPrefetched),
            Remember = TimeSpan.FromHours(Number(section, trigger.Name, "RememberHours", TriggerSettings.DefaultRememberHours, 0, MostHours)),
            Unreadable = section.GetOption("Unreadable", nameof(UnreadableMessages.Dead)) switch
            {
                nameof(UnreadableMessages.Dead) => UnreadableMessages.Dead,
                nameof(UnreadableMessages.Broker) => UnreadableMessages.Broker,
                var other => throw Bad(trigger.Name, "Unreadable", $"= {other} is neither {nameof(UnreadableMessages.Dead)} nor {nameof(UnreadableMessages.Broker)}."),
            },
            Subscription = source.Kind == MqKind.Topic && section.GetBool("Durable", true) ? section.GetOption("Subscription", $"dirac-{trigger.Name}") : "",
        };
    }

    private static int Number(CfgSection section, string trigger, string option, int usual, int least, int most)
    {
        if (section.GetOption(option) is not { Length: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Bad(trigger, option, $"= {text} is no whole number from {least} to {most}.");
    }

    private static DiracException Bad(string trigger, string option, string problem) =>
        new(ErrorCode.BadConfiguration, $"{Place}/{trigger}: {option} {problem}", "The trigger is not used until it is mended.");
}
