using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Workload.Attempts;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Jobs;

/// <summary>Says in words why a job is in its state. Reads what is given to it and the resources seen lately; decides nothing.</summary>
internal sealed class JobReason(RecentOffers offers)
{
    public string Of(JobRow job, JobJdlRow texts, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<AttemptRow> attempts) => job.ParsedStatus switch
    {
        JobStatus.Received when job.MinorStatus == MinorStatuses.JobRescheduled && attempts.Count > 0 => $"It is run again: {attempts[^1].Outcome}. {attempts[^1].Reason}".Trim(),
        JobStatus.Submitting or JobStatus.Received or JobStatus.Checking or JobStatus.Staging => Preparing(job),
        JobStatus.Waiting => Waiting(job, texts),
        JobStatus.Matched => $"Pilot {Pilot(attempts)} at {job.Site} has it and is preparing to run it.",
        JobStatus.Running or JobStatus.Completing => $"It runs at {job.Site} with pilot {Pilot(attempts)} since {job.StartExecTime:yyyy-MM-dd HH:mm:ss} UTC: {job.MinorStatus}.",
        JobStatus.Stalled => $"Nothing was heard of it since {job.HeartBeatTime ?? job.LastUpdateTime:yyyy-MM-dd HH:mm:ss} UTC.",
        JobStatus.Failed => Failed(job, parameters, attempts),
        JobStatus.Killed => $"It was killed on request ({job.MinorStatus}).",
        JobStatus.Deleted => "It was deleted and will be removed.",
        _ => $"It ended well: {job.MinorStatus}.",
    };

    private static string Preparing(JobRow job) =>
        job.ApplicationStatus is { } application && application.StartsWith("On Hold", StringComparison.Ordinal)
            ? $"It is {application}."
            : $"It is being prepared ({job.MinorStatus}).";

    private string Waiting(JobRow job, JobJdlRow texts)
    {
        var key = JobKey.Of(job, new JobDescription(texts.Derived));
        var seen = offers.All();
        if (seen.Count == 0) return "It waits for a pilot: none has asked for a job lately.";
        if (seen.Any(offer => MatchPredicate.Matches(offer, key))) return "It waits for its turn: a pilot that could run it has asked lately.";
        var sites = seen.GroupBy(offer => offer.Site)
            .Select(site => $"{site.Key}: {string.Join("; ", site.Select(offer => MatchPredicate.Explain(offer, key)).MinBy(failures => failures.Count)!)}");
        return $"It waits, and no pilot seen lately could run it. {string.Join(". ", sites)}.";
    }

    private static string Failed(JobRow job, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<AttemptRow> attempts)
    {
        var application = job.ApplicationStatus is null or "Unknown" ? "" : $" ({job.ApplicationStatus})";
        var where = attempts.Count > 0 ? $" at {job.Site}, pilot {Pilot(attempts)}" : "";
        var error = parameters.GetValueOrDefault("ApplicationError") is { Length: > 0 } text ? $" It said: {text}" : "";
        return $"{job.MinorStatus}{application}{where}.{error}";
    }

    private static string Pilot(IReadOnlyList<AttemptRow> attempts) => attempts.Count > 0 ? attempts[^1].PilotStamp : "unknown";
}
