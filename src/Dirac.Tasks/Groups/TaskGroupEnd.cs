namespace Dirac.Tasks.Groups;

/// <summary>How a group of tasks ended.</summary>
public sealed class TaskGroupEnd
{
    /// <summary>How many members it had.</summary>
    public int Members { get; init; }

    /// <summary>How many of them were given up.</summary>
    public int Failed { get; init; }
}
