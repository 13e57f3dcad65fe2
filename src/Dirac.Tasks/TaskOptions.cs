using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks;

/// <summary>How this process runs tasks.</summary>
public sealed class TaskOptions
{
    /// <summary>Whether this process runs handlers. Default: true.</summary>
    public bool RunHandlers { get; set; } = true;

    /// <summary>Whether this process makes tasks of due triggers; any number of processes may. Default: true.</summary>
    public bool RunTriggers { get; set; } = true;

    /// <summary>How many small tasks are run at once. Default: 8 to 64 handler calls.</summary>
    [ValidateObjectMembers]
    public TaskPoolOptions Small { get; } = new() { Fewest = 8, Most = 64 };

    /// <summary>How many medium tasks are run at once. Default: 4 to 24 handler calls.</summary>
    [ValidateObjectMembers]
    public TaskPoolOptions Medium { get; } = new() { Fewest = 4, Most = 24 };

    /// <summary>How many large tasks are run at once. Default: 2 to 4 handler calls, for each may take much memory.</summary>
    [ValidateObjectMembers]
    public TaskPoolOptions Large { get; } = new() { Fewest = 2, Most = 4 };

    /// <summary>A pool grows while the oldest due task has been waiting for longer than this. Default: 1 second; 0.1 s to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan TargetAge { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pools give way while a transaction of theirs takes so long, and do not grow while it takes half of it. Default: 1 second; 10 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan SlowDatabase { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many database connections the tasks of this process may use at once on MySQL; a handler call counts as one. Pools do not grow beyond what it
    /// allows, nor beyond the smallest connection pool of their databases. Default: 50; 20 to 10000.
    /// </summary>
    [Range(20, 10_000)]
    public int Connections { get; set; } = 50;

    /// <summary>How often to look for tasks and triggers that nobody rang for. Default: 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long handlers may go on after the process was told to stop, before they are cancelled; five more are given then. Default: 20 seconds.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Tasks of a lower priority that have been due for so long come first in one of ten claims. Default: 1 minute; zero or more. Zero: they wait as long as
    /// there are more urgent ones.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan StarvationAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The pool of <paramref name="size"/>.</summary>
    internal TaskPoolOptions Pool(TaskSize size) => size switch
    {
        TaskSize.Small => Small,
        TaskSize.Medium => Medium,
        _ => Large,
    };
}
