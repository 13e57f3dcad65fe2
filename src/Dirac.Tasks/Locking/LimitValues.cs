using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Locking;

/// <summary>The limits that count: the code's, unless the installation wants others. Thread-safe.</summary>
internal sealed partial class LimitValues(IEnumerable<ITaskLimitOverrides> overrides, ILogger<LimitValues> logger)
{
    private readonly ConcurrentDictionary<(TaskLimit Limit, string Text), TaskLimit?> _read = new();

    /// <summary>What tasks with these demands must get, each resource once.</summary>
    public IReadOnlyList<TaskNeed> Needs(TaskDemands demands)
    {
        var needs = demands.Locks.Select(TaskNeed.Of).Concat(demands.Limits.Select(Need));
        return [.. needs.GroupBy(need => need.Resource).Select(same => same.MinBy(need => (need.Mode, need.Capacity))!)];
    }

    /// <summary>The value that the installation wants for a limit, as it stands in the configuration; empty when it leaves it to the code.</summary>
    public string Configured(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return Find(name) ?? (slash > 0 ? Find($"{name[..slash]}/Default") : null) ?? "";
    }

    private string? Find(string name) => overrides.Select(place => place.Find(name)?.Trim()).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private TaskNeed Need(TaskLimit limit)
    {
        var configured = Configured(limit.Name);
        return configured.Length > 0 && _read.GetOrAdd((limit, configured), Read) is { } other ? TaskNeed.Of(other, configured) : TaskNeed.Of(limit, configured);
    }

    private TaskLimit? Read((TaskLimit Limit, string Text) wanted)
    {
        try
        {
            return LimitText.Read(wanted.Limit, wanted.Text);
        }
        catch (FormatException error)
        {
            LogRefused(wanted.Limit.Name, error.Message);
            return null;
        }
    }

    [LoggerMessage(4161, LogLevel.Error, "The value that the configuration gives for the limit {Limit} is not used: {Problem}")]
    private partial void LogRefused(string limit, string problem);
}
