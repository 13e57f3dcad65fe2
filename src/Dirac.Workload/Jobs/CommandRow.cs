using System.Globalization;

namespace Dirac.Workload.Jobs;

/// <summary>One order for a job.</summary>
internal sealed class CommandRow
{
    private const char Separator = '|';
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    public long JobID { get; init; }

    public string Command { get; init; } = "";

    public string Arguments { get; init; } = "";

    public DateTime ReceptionTime { get; init; }

    /// <summary>Names the order towards pilots.</summary>
    public string Id => string.Join(Separator, JobID, ReceptionTime.ToString(TimeFormat, CultureInfo.InvariantCulture), Command, Arguments);

    /// <summary>The order a pilot named; null when it is not a name of ours.</summary>
    public static CommandRow? FromId(string id) =>
        ColumnText.IsStorable(id) && id.Split(Separator, 4) is [var job, var time, var command, var arguments]
        && long.TryParse(job, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && DateTime.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var received)
            ? new CommandRow { JobID = number, Command = command, Arguments = arguments, ReceptionTime = received }
            : null;
}
