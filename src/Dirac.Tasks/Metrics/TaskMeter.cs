using System.Diagnostics.Metrics;
using Dirac.Tasks.Locking;

namespace Dirac.Tasks.Metrics;

/// <summary>The numbers of what this process does with tasks. Each has the tag <c>task</c>, the kind's name.</summary>
internal static class TaskMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Dirac.Tasks";

    private const string Unit = "{task}";

    /// <summary>The meter.</summary>
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> BegunTasks = Meter.CreateCounter<long>("dirac.tasks.begun", Unit, "Tasks handed to a handler; each attempt counts.");
    private static readonly Counter<long> DoneTasks = Meter.CreateCounter<long>("dirac.tasks.done", Unit, "Tasks done.");
    private static readonly Counter<long> FailedAttempts = Meter.CreateCounter<long>("dirac.tasks.failed", Unit, "Attempts that failed, the last ones among them.");
    private static readonly Counter<long> DeadTasks = Meter.CreateCounter<long>("dirac.tasks.died", Unit, "Tasks given up.");
    private static readonly Counter<long> LostTasks = Meter.CreateCounter<long>("dirac.tasks.lease_losses", Unit, "Tasks that this process held and another took.");

    private static readonly Counter<long> HandedOverTasks = Meter.CreateCounter<long>("dirac.tasks.handed_over", Unit, "Tasks that a broker took to carry.");

    private static readonly Counter<long> BlockedTasks =
        Meter.CreateCounter<long>("dirac.tasks.contended", Unit, "Tasks that had to wait for a lock or limit; each wait counts.");

    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>("dirac.tasks.duration", "s", "How long one call of a handler takes, whatever becomes of it.");

    /// <summary>A handler is given tasks.</summary>
    public static void Begun(string task, int count) => BegunTasks.Add(count, Tag(task));

    /// <summary>A task is done.</summary>
    public static void Done(string task, int count) => DoneTasks.Add(count, Tag(task));

    /// <summary>An attempt failed.</summary>
    public static void Failed(string task) => FailedAttempts.Add(1, Tag(task));

    /// <summary>A task is given up.</summary>
    public static void Died(string task) => DeadTasks.Add(1, Tag(task));

    /// <summary>Tasks must wait for what others have. The name of the object is left out: there may be any number.</summary>
    public static void Blocked(IReadOnlyList<Refusal> refusals)
    {
        foreach (var (key, count) in refusals.CountBy(refusal => (refusal.Task.Name, Resource: refusal.Need.Resource.Split('/')[0])))
            BlockedTasks.Add(count, Tag(key.Name), new KeyValuePair<string, object?>("resource", key.Resource));
    }

    /// <summary>Tasks were taken by another process.</summary>
    public static void Lost(string task, int count) => LostTasks.Add(count, Tag(task));

    /// <summary>A broker has taken tasks.</summary>
    public static void HandedOver(string task, int count) => HandedOverTasks.Add(count, Tag(task));

    /// <summary>A call of a handler has ended.</summary>
    public static void Ended(string task, TimeSpan after) => Durations.Record(after.TotalSeconds, Tag(task));

    private static KeyValuePair<string, object?> Tag(string task) => new("task", task);
}
