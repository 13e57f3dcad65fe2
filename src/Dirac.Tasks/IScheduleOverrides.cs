namespace Dirac.Tasks;

/// <summary>Says where an installation wants other schedules than the code's. Asked often: it answers from memory.</summary>
public interface IScheduleOverrides
{
    /// <summary>The triggers for which a schedule is wanted.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The schedule wanted for a trigger, as <see cref="Schedules.ScheduleText.Parse"/> reads it; null leaves it to the code.</summary>
    /// <param name="trigger">The trigger's name.</param>
    string? Find(string trigger);
}
