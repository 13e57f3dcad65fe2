namespace Dirac.Tasks.Storage;

/// <summary>A due task as selected for a claim.</summary>
internal sealed class TaskRow
{
    public long TaskID { get; init; }

    public required string Name { get; init; }

    public required string Body { get; init; }

    /// <summary>How many attempts were begun before this claim.</summary>
    public int Attempt { get; init; }

    public long Epoch { get; init; }

    /// <summary>Who held it when its lease ran out; null when nobody did.</summary>
    public string? Owner { get; init; }

    public long CreatedMs { get; init; }

    public string? Errors { get; init; }

    public string? TraceParent { get; init; }
}
