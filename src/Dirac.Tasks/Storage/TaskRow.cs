using Dirac.Tasks.Locking;
using Dirac.Tasks.Running;

namespace Dirac.Tasks.Storage;

/// <summary>A due task as selected for a claim.</summary>
internal sealed class TaskRow
{
    public long TaskID { get; init; }

    public required string Name { get; init; }

    public required string Body { get; init; }

    public TaskPriority Priority { get; init; }

    public TaskSize Size { get; init; }

    /// <summary>When it could be claimed: its start time, or the end of the lease of whoever vanished.</summary>
    public long DueMs { get; init; }

    /// <summary>How many attempts were begun before this claim.</summary>
    public int Attempt { get; init; }

    public long Epoch { get; init; }

    /// <summary>Who held it when its lease ran out; null when nobody did.</summary>
    public string? Owner { get; init; }

    public long CreatedMs { get; init; }

    public string? Errors { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>The call of a handler that it is given to; null before.</summary>
    public AttemptRun? Run { get; set; }

    /// <summary>What it must get to begin, and has when it was claimed. Found out by the claim.</summary>
    public IReadOnlyList<TaskNeed> Needs { get; set; } = [];

    /// <summary>Why it cannot be found out what it needs; the attempt fails with it.</summary>
    public Exception? Fault { get; set; }
}
