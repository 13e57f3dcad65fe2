namespace Dirac.Tasks.Triggers;

/// <summary>A trigger that this process watches. Used by one thread.</summary>
/// <param name="trigger">The trigger.</param>
internal sealed class WatchedTrigger(Trigger trigger)
{
    public Trigger Trigger => trigger;

    /// <summary>Whether its schedule stands in the database.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>When it was last looked at: a timestamp of the clock.</summary>
    public long LookedAt { get; set; }

    /// <summary>For how long it need not be looked at again.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>The same one as before, unless its schedule is another now.</summary>
    public static WatchedTrigger Of(Trigger trigger, WatchedTrigger? before) => before?.Trigger.Schedule.Text == trigger.Schedule.Text ? before : new WatchedTrigger(trigger);
}
