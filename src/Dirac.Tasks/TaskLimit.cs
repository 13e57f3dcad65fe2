namespace Dirac.Tasks;

/// <summary>How many tasks may run at once, or begin in a time, of a class of them or for one object; whatever kinds of task have the limit.</summary>
/// <remarks>
/// The values of the code are defaults: an installation sets others in <c>/Systems/Framework/Tasks/Limits</c>, by the limit's name, and they count within
/// seconds. Waiting because of a limit is no attempt.
/// </remarks>
public sealed record TaskLimit
{
    private const int LongestName = 200;

    private TaskLimit(string name, int most, TimeSpan? per)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        Name = TaskLock.Checked(name, LongestName, nameof(name));
        Most = most;
        Per = per;
    }

    /// <summary>The limit's name: of a class, such as <c>Transfers</c>, or of one object, such as <c>Transfers/CERN-USER</c>.</summary>
    public string Name { get; }

    /// <summary>How many: 0 or more. With 0 no task begins.</summary>
    public int Most { get; }

    /// <summary>In which time so many may begin; null when <see cref="Most"/> is how many may run at once.</summary>
    public TimeSpan? Per { get; }

    /// <summary>So many tasks with this limit may run at once.</summary>
    /// <param name="name">Its name: 1 to 200 characters. <c>CLASS/OBJECT</c> falls back on the configuration's <c>CLASS/Default</c>.</param>
    /// <param name="most">How many: 0 or more.</param>
    /// <returns>The limit.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long, or the number negative.</exception>
    public static TaskLimit Concurrency(string name, int most) => new(name, most, null);

    /// <summary>So many tasks with this limit may begin in a time: after a pause all at once, in the long run no more than that.</summary>
    /// <param name="name">Its name: 1 to 200 characters. <c>CLASS/OBJECT</c> falls back on the configuration's <c>CLASS/Default</c>.</param>
    /// <param name="most">How many: 0 or more.</param>
    /// <param name="per">In which time: a millisecond to 365 days.</param>
    /// <returns>The limit.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long, the number negative, or the time out of range.</exception>
    public static TaskLimit Rate(string name, int most, TimeSpan per)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(per, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(per, TimeSpan.FromDays(365));
        return new TaskLimit(name, most, per);
    }

    internal TaskLimit With(int most, TimeSpan? per) => new(Name, most, per);
}
