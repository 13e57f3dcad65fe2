using System.Collections.Concurrent;
using Dirac.Model.Errors;
using Dirac.Tasks.Schedules;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Triggers;

/// <summary>The triggers of this program, with the schedules that the installation wants for them. Thread-safe.</summary>
internal sealed partial class KnownTriggers(IEnumerable<ITriggerSource> sources, IEnumerable<IScheduleOverrides> overrides, ILogger<KnownTriggers> logger)
{
    private readonly ConcurrentDictionary<(string Trigger, string Text), Schedule?> _read = new();
    private readonly ConcurrentDictionary<ITriggerSource, IReadOnlyList<Trigger>> _last = new();
    private readonly ConcurrentDictionary<string, bool> _strangers = new(StringComparer.Ordinal);

    /// <summary>The triggers as things stand now.</summary>
    public IReadOnlyList<Trigger> Now()
    {
        IReadOnlyList<Trigger> triggers = [.. sources.SelectMany(Of).Select(Overridden)];
        foreach (var name in overrides.SelectMany(place => place.Names).Except(triggers.Select(trigger => trigger.Name), StringComparer.Ordinal))
        {
            if (_strangers.TryAdd(name, true)) LogStranger(name);
        }

        return triggers;
    }

    // A declaration that reads an option that makes no sense counts as it did before.
    private IReadOnlyList<Trigger> Of(ITriggerSource source)
    {
        try
        {
            return _last[source] = [.. source.Now()];
        }
        catch (Exception error) when (error is FormatException or DiracException)
        {
            LogUnclear(error);
            return _last.GetValueOrDefault(source, []);
        }
    }

    // The configuration wins over the code, unless it makes no sense.
    private Trigger Overridden(Trigger trigger)
    {
        var wanted = overrides.Select(place => place.Find(trigger.Name)).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return wanted is not null && _read.GetOrAdd((trigger.Name, wanted), Read) is { } schedule ? trigger with { Schedule = schedule } : trigger;
    }

    private Schedule? Read((string Trigger, string Text) wanted)
    {
        try
        {
            return ScheduleText.Parse(wanted.Text);
        }
        catch (FormatException error)
        {
            LogRefused(wanted.Trigger, error.Message);
            return null;
        }
    }

    [LoggerMessage(4202, LogLevel.Error, "The schedule that the configuration gives for {Trigger} is not used: {Problem}")]
    private partial void LogRefused(string trigger, string problem);

    [LoggerMessage(4203, LogLevel.Error, "What the configuration says about schedules is not understood; they stay as they were.")]
    private partial void LogUnclear(Exception exception);

    [LoggerMessage(4204, LogLevel.Warning, "The configuration gives a schedule for {Trigger}, but none is called that; 'dirac schedule list' lists them.")]
    private partial void LogStranger(string trigger);
}
