using System.Globalization;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs.Status;

/// <summary>Reads changes of status as DiracX's clients send them: by job, then by time. Pure.</summary>
internal static class StatusForms
{
    private const int DateLength = 10;

    /// <summary>The changes.</summary>
    /// <exception cref="InvalidRequestException">A status or a time is none, or there is null: 422.</exception>
    /// <exception cref="DiracException">BadRequest: a time does not say in which zone it is. TooLarge: there are too many jobs.</exception>
    public static IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> Read(IReadOnlyDictionary<long, IReadOnlyDictionary<string, StatusUpdate>> body)
    {
        Validation.Demand(Validation.Holes(body, "body").Concat(body.Where(job => job.Value is not null).SelectMany(job => Problems(job.Key, job.Value))));
        return JobLists.Checked(body, "The updates").ToDictionary(job => job.Key, IReadOnlyList<TimedUpdate> (job) => [.. job.Value.Select(update => Timed(update.Key, update.Value))]);
    }

    private static IEnumerable<ValidationProblem> Problems(long job, IReadOnlyDictionary<string, StatusUpdate> updates)
    {
        foreach (var (time, update) in updates)
        {
            PlacePart[] place = ["body", $"{job}", time];
            if (!TryRead(time, out var read))
                yield return Validation.Wrong("The updates of a job stand by time: 2026-03-28T14:05:00.123Z.", time, place);
            else if (SaysZone(time) && read.Offset != TimeSpan.Zero)
                yield return Validation.Wrong(UtcTimeConverter.Advice, time, place);
            if (update is null)
                yield return Validation.Wrong("An update is an object.", null, place);
            else if (update.Status is { } status && !JobStatuses.TryParse(status, out _))
                yield return Validation.Wrong($"Not a job status. It is one of {string.Join(", ", Enum.GetNames<JobStatus>())}.", status, [.. place, "Status"]);
        }
    }

    private static TimedUpdate Timed(string time, StatusUpdate update) => new(
        Moment(time), update.Status is null ? null : StatusNames.Parse(update.Status), update.MinorStatus, update.ApplicationStatus, update.Source);

    private static DateTime Moment(string text) => SaysZone(text) && TryRead(text, out var time)
        ? time.UtcDateTime
        : throw new DiracException(ErrorCode.BadRequest, $"'{text}' does not say that it is in UTC.", "Write it as 2026-03-28T14:05:00.123Z.");

    private static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);

    private static bool SaysZone(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) >= DateLength;
}
