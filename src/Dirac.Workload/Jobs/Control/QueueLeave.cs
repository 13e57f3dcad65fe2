namespace Dirac.Workload.Jobs.Control;

/// <summary>When jobs leave their task queues, which are in another database than the change that makes them leave.</summary>
internal enum QueueLeave
{
    /// <summary>By a task that the change writes, or not at all.</summary>
    Never,

    /// <summary>Before the change: the job may enter a queue again right after it. If the change does not come, rescue puts the job back.</summary>
    Before,

    /// <summary>After the change, when nothing puts the job into a queue again. An entry that is left over is worth nothing to a pilot.</summary>
    After,
}
