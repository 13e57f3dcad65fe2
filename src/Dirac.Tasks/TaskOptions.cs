using System.ComponentModel.DataAnnotations;

namespace Dirac.Tasks;

/// <summary>How this process runs tasks.</summary>
public sealed class TaskOptions
{
    /// <summary>Whether this process runs handlers. Default: true.</summary>
    public bool RunHandlers { get; set; } = true;

    /// <summary>Whether this process makes tasks of due triggers; any number of processes may. Default: true.</summary>
    public bool RunTriggers { get; set; } = true;

    /// <summary>Handler calls at once for small tasks. Default: 8; 1 to 1000.</summary>
    [Range(1, 1_000)]
    public int SmallConcurrency { get; set; } = 8;

    /// <summary>Handler calls at once for medium tasks. Default: 4; 1 to 1000.</summary>
    [Range(1, 1_000)]
    public int MediumConcurrency { get; set; } = 4;

    /// <summary>Handler calls at once for large tasks. Default: 2; 1 to 1000.</summary>
    [Range(1, 1_000)]
    public int LargeConcurrency { get; set; } = 2;

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

    /// <summary>How many handler calls of <paramref name="size"/> may run at once.</summary>
    internal int Concurrency(TaskSize size) => size switch
    {
        TaskSize.Small => SmallConcurrency,
        TaskSize.Medium => MediumConcurrency,
        _ => LargeConcurrency,
    };
}
