namespace Dirac.Tasks.Administration;

/// <summary>A task that is made again and again.</summary>
/// <param name="Name">The schedule's name.</param>
/// <param name="Database">Where it stands.</param>
/// <param name="Task">What kind of task it makes; null when this program does not know the schedule.</param>
/// <param name="Schedule">When, as <see cref="Schedules.ScheduleText.Parse"/> reads it.</param>
/// <param name="Last">When it last made one; null when it has not, or nobody noted it.</param>
/// <param name="Next">When it is due next; null when it never is.</param>
public sealed record TaskSchedule(string Name, string Database, string? Task, string Schedule, DateTimeOffset? Last, DateTimeOffset? Next);
