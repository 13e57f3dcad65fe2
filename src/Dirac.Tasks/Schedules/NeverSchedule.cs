namespace Dirac.Tasks.Schedules;

/// <summary>Is never due.</summary>
internal sealed class NeverSchedule() : Schedule(ScheduleText.Never)
{
    public override DateTimeOffset? First(DateTimeOffset now) => null;

    public override DateTimeOffset? Following(DateTimeOffset due, DateTimeOffset now) => null;
}
