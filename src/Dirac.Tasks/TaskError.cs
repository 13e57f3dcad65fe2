using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Tasks;

/// <summary>Why one attempt failed.</summary>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="At">When it ended.</param>
/// <param name="Error">What was said.</param>
public sealed record TaskError(int Attempt, DateTimeOffset At, string Error)
{
    /// <summary>The trace of the attempt, 32 hexadecimal digits; null when there was none, or nobody noted it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    private const int LongestError = 4_000;

    /// <summary>The stored list with one more error at its end.</summary>
    internal static string Append(string? stored, TaskError error)
    {
        var text = error.Error.Length <= LongestError ? error.Error : error.Error[..LongestError] + "…";
        return JsonSerializer.Serialize([.. Parse(stored), error with { Error = text }], TaskErrorContext.Default.ListTaskError);
    }

    internal static List<TaskError> Parse(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize(stored, TaskErrorContext.Default.ListTaskError) ?? [];
}

[JsonSerializable(typeof(List<TaskError>))]
[JsonSerializable(typeof(string))]
internal sealed partial class TaskErrorContext : JsonSerializerContext;
