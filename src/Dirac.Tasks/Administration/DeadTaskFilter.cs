namespace Dirac.Tasks.Administration;

/// <summary>Which dead tasks are meant: those that meet every condition that is not null.</summary>
public sealed record DeadTaskFilter
{
    /// <summary>Of this kind.</summary>
    public string? Name { get; init; }

    /// <summary>With one of these numbers, at most 1000. Databases count by themselves: give <see cref="Name"/> too.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Dead for this reason.</summary>
    public DeathReason? Reason { get; init; }

    /// <summary>Given up then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Given up earlier.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The conditions in words, for the log.</summary>
    /// <returns>For example <c>OptimizeJobs, numbers 4 5, Failed</c>.</returns>
    public override string ToString()
    {
        string?[] conditions =
        [
            Name,
            Ids is null ? null : $"numbers {string.Join(' ', Ids)}",
            Reason?.ToString(),
            Since is null ? null : $"since {Since:u}",
            Until is null ? null : $"until {Until:u}",
        ];
        return string.Join(", ", conditions.OfType<string>().DefaultIfEmpty("all"));
    }
}
