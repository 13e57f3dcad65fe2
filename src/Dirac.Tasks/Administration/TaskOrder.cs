using System.Text.Json;

namespace Dirac.Tasks.Administration;

/// <summary>A task that a person wants made.</summary>
/// <param name="Name">Of which kind.</param>
/// <param name="Message">Its message.</param>
public sealed record TaskOrder(string Name, JsonElement Message)
{
    /// <summary>Not to be begun earlier than so long from now; null: at once.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>In place of the kind's priority.</summary>
    public TaskPriority? Priority { get; init; }

    /// <summary>None is made while one of its kind and key waits; 1 to 128 characters. Null: as the kind computes it.</summary>
    public string? Key { get; init; }
}
