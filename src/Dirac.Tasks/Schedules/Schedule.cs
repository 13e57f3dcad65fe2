namespace Dirac.Tasks.Schedules;

/// <summary>When something is due, again and again. All moments are UTC. Immutable.</summary>
public abstract class Schedule
{
    internal Schedule(string text) => Text = text;

    /// <summary>Never: what stood in the code is switched off.</summary>
    public static Schedule Never { get; } = new NeverSchedule();

    /// <summary>As <see cref="ScheduleText.Parse"/> reads it; equal texts are equal schedules.</summary>
    public string Text { get; }

    /// <summary>At regular intervals, the first one interval after the schedule was first seen.</summary>
    /// <param name="interval">At least a second.</param>
    /// <exception cref="FormatException">It is shorter.</exception>
    public static Schedule Every(TimeSpan interval) => new IntervalSchedule(interval);

    /// <summary>When it is due for the first time, if it is first seen now.</summary>
    /// <param name="now">Now.</param>
    /// <returns>The moment; null when it never is.</returns>
    public abstract DateTimeOffset? First(DateTimeOffset now);

    /// <summary>When it is due next after it was due. What was missed between counts as done with.</summary>
    /// <param name="due">When it was due.</param>
    /// <param name="now">Now, not before <paramref name="due"/>.</param>
    /// <returns>A moment after <paramref name="now"/>; null when it never is again.</returns>
    public abstract DateTimeOffset? Following(DateTimeOffset due, DateTimeOffset now);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
