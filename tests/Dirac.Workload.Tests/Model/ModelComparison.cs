using System.Text;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Logging;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Model;

/// <summary>Compares the databases with the model: rows, histories, queues, counters, commands, attempts, parameters.</summary>
internal sealed class ModelComparison(WorkloadServer server, WorkloadModel model, IReadOnlyList<string> vos)
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Compares everything; histories of those jobs only that may have got lines, or of all.</summary>
    /// <param name="since">When the operation before this began.</param>
    /// <param name="wholeHistory">Whether all histories are read.</param>
    public async Task RunAsync(DateTime since, bool wholeHistory)
    {
        Same("jobs", model.Jobs.Values.Select(Row), await RowsAsync());
        Same("queues", model.Jobs.Values.Where(job => job.IsQueued).Select(job => $"{job.Id}"), await QueuedAsync());
        Same("counters", Counted(), await CountersAsync());
        Same("commands", model.Jobs.Values.Where(job => job.Kills > 0).Select(job => $"{job.Id} Kill"), await CommandsAsync());
        Same("attempts", model.Jobs.Values.SelectMany(job => job.Attempts.Select(attempt => $"{job.Id} {attempt} {attempt.Stamp}")), await AttemptsAsync());
        Same("parameters", model.Jobs.Values.SelectMany(job => job.Parameters.Select(pair => $"{job.Id} {pair.Key}={pair.Value}")), await ParametersAsync("JobParameters", "Name"));
        Same(
            "attic",
            model.Jobs.Values.SelectMany(job => job.Attic.Select(pair => $"{job.Id} {pair.Key}={pair.Value}")),
            await ParametersAsync("AtticJobParameters", server.Database("JobDB").Dialect.Engine == Engine.Sqlite ? "RescheduleCycle || ' ' || Name" : "CONCAT(RescheduleCycle, ' ', Name)"));
        await HistoriesAsync([.. model.Jobs.Values.Where(job => wholeHistory || job.Expected.Count > 0)], since);
    }

    private async Task HistoriesAsync(IReadOnlyList<ModelJob> jobs, DateTime since)
    {
        if (jobs.Count == 0) return;
        var lines = await server.Services.GetRequiredService<JobHistory>().ReadAsync([.. jobs.Select(job => job.Id)], Cancellation);
        foreach (var job in jobs) History(job, [.. lines[job.Id].Select(Read)], since);
    }

    // The lines that are new must be those expected, in their order; a line that says the same at the same millisecond is one.
    private static void History(ModelJob job, List<ModelLine> read, DateTime since)
    {
        foreach (var known in job.Known) Assert.True(read.Remove(known), $"{job} lost its line {known} at {known.Order}");
        var expected = job.Expected.Where(line => line.Time is null || !job.Known.Contains(Placed(line))).Distinct().ToList();
        foreach (var line in expected)
        {
            var found = read.FindIndex(other => Alike(line, other, since));

            // A report whose clock is behind stands at the last line's moment, and may say what that line said.
            if (found < 0 && line.Order > 0 && job.Known.Exists(known => Alike(line, known, since) && Math.Abs(known.Order - line.Order) < 0.0005)) continue;
            Assert.True(found >= 0, $"{job} has no line {line} since {since:O}; new are: {string.Join(" | ", read.Select(other => $"{other} at {other.Order}"))}");
            job.Known.Add(read[found]);
            read.RemoveAt(found);
        }

        Assert.True(read.Count == 0, $"{job} has lines nobody expected: {string.Join(" | ", read)}");
        job.Expected.Clear();
    }

    private static bool Alike(ModelLine expected, ModelLine read, DateTime since) =>
        (expected.Status, expected.Minor, expected.Application, expected.Source) == (read.Status, read.Minor, read.Application, read.Source)
        && (expected.Time is { } time ? read.Order == WorkloadModel.OrderOf(time) : read.Order >= (expected.Order > 0 ? expected.Order : WorkloadModel.OrderOf(since - Slack)));

    private static ModelLine Placed(ModelLine line) => line with { Time = null, Order = WorkloadModel.OrderOf(line.Time!.Value) };

    private static ModelLine Read(JobLogRow row) => new(row.Status, row.MinorStatus, row.ApplicationStatus, row.StatusSource) { Order = Math.Round(row.StatusTimeOrder, 3) };

    private static string Row(ModelJob job) =>
        $"{job.Id} {job.Vo} {job.Owner} {job.OwnerGroup} {job.JobGroup} {job.Kind.JobType} {job.Site} {job.Status}/{job.Minor}/{job.Application} {job.Reschedules}"
        + $" start {job.HasStart} end {job.HasEnd}";

    private async Task<IEnumerable<string>> RowsAsync() => (await QueryAsync<JobLine>(
        "JobDB",
        "SELECT JobID, VO, Owner, OwnerGroup, JobGroup, JobType, Site, Status, MinorStatus, ApplicationStatus, RescheduleCounter, StartExecTime, EndExecTime"
        + " FROM {Jobs} WHERE VO IN @vos ORDER BY JobID")).Select(row =>
        $"{row.JobID} {row.VO} {row.Owner} {row.OwnerGroup} {row.JobGroup} {row.JobType} {row.Site} {row.Status}/{row.MinorStatus}/{row.ApplicationStatus} {row.RescheduleCounter}"
        + $" start {row.StartExecTime is not null} end {row.EndExecTime is not null}");

    private async Task<IEnumerable<string>> QueuedAsync() => (await QueryAsync<long>(
        "TaskQueueDB", "SELECT j.JobId FROM {tq_Jobs} j JOIN {tq_TaskQueues} q ON q.TQId = j.TQId WHERE q.VO IN @vos ORDER BY j.JobId")).Select(id => $"{id}");

    private IEnumerable<string> Counted() => model.Jobs.Values
        .GroupBy(job => $"{job.Vo} {job.Owner} {job.OwnerGroup} {job.JobGroup} {job.Kind.JobType} {job.Site} {job.Status} {job.Minor}")
        .Select(group => $"{group.Key}: {group.Count()}").Order(StringComparer.Ordinal);

    private async Task<IEnumerable<string>> CountersAsync() => (await QueryAsync<JobCountRow>(
        "JobDB",
        "SELECT VO, Owner, OwnerGroup, JobGroup, JobType, Site, Status, MinorStatus, SUM(Jobs) AS Jobs"
        + $" FROM {JobCounts.Source("VO IN @vos")} GROUP BY VO, Owner, OwnerGroup, JobGroup, JobType, Site, Status, MinorStatus HAVING SUM(Jobs) <> 0"))
        .Select(row => $"{string.Join(' ', row.Key.Values)}: {row.Jobs}").Order(StringComparer.Ordinal);

    private async Task<IEnumerable<string>> CommandsAsync() => (await QueryAsync<CommandLine>(
        "JobDB",
        "SELECT DISTINCT c.JobID, c.Command FROM {JobCommands} c JOIN {Jobs} j ON j.JobID = c.JobID"
        + " WHERE j.VO IN @vos AND c.Status = 'Received' ORDER BY c.JobID")).Select(row => $"{row.JobID} {row.Command}");

    private async Task<IEnumerable<string>> AttemptsAsync() => (await QueryAsync<AttemptLine>(
        "JobDB",
        "SELECT a.JobID, a.Attempt, a.Outcome, a.EndedMs, a.PilotStamp FROM {x_JobAttempts} a JOIN {Jobs} j ON j.JobID = a.JobID WHERE j.VO IN @vos ORDER BY a.JobID, a.Attempt"))
        .Select(row => $"{row.JobID} {row.Attempt}:{row.Outcome}{(row.EndedMs is null ? "" : " ended")} {row.PilotStamp}");

    private async Task<IEnumerable<string>> ParametersAsync(string table, string name) => (await QueryAsync<ParameterLine>(
        "JobDB", $"SELECT p.JobID, {name} AS Name, p.Value FROM {{{table}}} p JOIN {{Jobs}} j ON j.JobID = p.JobID WHERE j.VO IN @vos"))
        .OrderBy(row => row.JobID).ThenBy(row => row.Name, StringComparer.Ordinal).Select(row => $"{row.JobID} {row.Name}={row.Value}");

    private Task<IReadOnlyList<T>> QueryAsync<T>(string database, string sql) =>
        server.Database(database).ReadAsync((session, token) => session.QueryAsync<T>(sql, new { vos }, token), Cancellation);

    private static void Same(string what, IEnumerable<string> model, IEnumerable<string> database)
    {
        var (wanted, found) = (model.ToList(), database.ToList());
        if (wanted.SequenceEqual(found)) return;
        var text = new StringBuilder($"The {what} differ.");
        foreach (var line in wanted.Except(found)) text.Append($"\n  model    {line}");
        foreach (var line in found.Except(wanted)) text.Append($"\n  database {line}");
        Assert.Fail(text.ToString());
    }

    private sealed class JobLine
    {
        public long JobID { get; init; }

        public string VO { get; init; } = "";

        public string Owner { get; init; } = "";

        public string OwnerGroup { get; init; } = "";

        public string JobGroup { get; init; } = "";

        public string JobType { get; init; } = "";

        public string Site { get; init; } = "";

        public string Status { get; init; } = "";

        public string MinorStatus { get; init; } = "";

        public string ApplicationStatus { get; init; } = "";

        public int RescheduleCounter { get; init; }

        public DateTime? StartExecTime { get; init; }

        public DateTime? EndExecTime { get; init; }
    }

    private sealed class CommandLine
    {
        public long JobID { get; init; }

        public string Command { get; init; } = "";
    }

    private sealed class AttemptLine
    {
        public long JobID { get; init; }

        public int Attempt { get; init; }

        public string Outcome { get; init; } = "";

        public long? EndedMs { get; init; }

        public string PilotStamp { get; init; } = "";
    }

    private sealed class ParameterLine
    {
        public long JobID { get; init; }

        public string Name { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
