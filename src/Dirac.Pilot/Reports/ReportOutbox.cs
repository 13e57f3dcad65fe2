using Dirac.Client.Http;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Pilot.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Reports;

/// <summary>Delivers reports to the server, in batches, for as long as it takes.</summary>
/// <remarks>
/// Thread-safe. A report goes out at once when nothing is under way; meanwhile further reports of one attempt become one. What was sent once is
/// repeated unchanged, because its reply may have been lost.
/// </remarks>
internal sealed partial class ReportOutbox(PilotClient client, ReportJournal journal, TimeProvider clock, ILogger<ReportOutbox> logger)
{
    /// <summary>Reports in one request, as the server allows.</summary>
    internal const int MaxBatch = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<AttemptKey, AttemptReport> _pending = [];
    private readonly Doorbell _posted = new();
    private readonly Backoff _backoff = new(clock);
    private TaskCompletionSource? _empty;
    private bool _sending;

    /// <summary>Called for an attempt that the server does not take reports of any more.</summary>
    internal event Action<AttemptKey>? Refused;

    /// <summary>Takes a report over; it will be delivered, from memory when the disk takes nothing more.</summary>
    internal void Post(AttemptReport report)
    {
        string? problem;
        lock (_lock)
        {
            problem = journal.Append(report);
            Add(report);
        }

        _posted.Ring();
        if (problem is not null) LogNotKept(report.JobID, report.Attempt, problem);
    }

    /// <summary>Completes when everything posted so far has been delivered.</summary>
    internal Task EmptyAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_pending.Count == 0 && !_sending) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Delivers until cancelled, beginning with what an earlier pilot left.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var left in journal.Left.Chunk(MaxBatch)) await DeliverAsync(left, cancellationToken);
        while (true)
        {
            var posted = _posted.NextRing;
            if (Take() is { Length: > 0 } batch) await DeliverAsync(batch, cancellationToken);
            else await posted.WaitAsync(cancellationToken);
        }
    }

    private void Add(AttemptReport report)
    {
        var key = new AttemptKey(report.JobID, report.Attempt);
        _pending[key] = _pending.TryGetValue(key, out var earlier) ? Merge(earlier, report) : report;
    }

    private static AttemptReport Merge(AttemptReport earlier, AttemptReport later) => later with
    {
        Statuses = [.. earlier.Statuses, .. later.Statuses],
        Parameters = earlier.Parameters is null ? later.Parameters
            : later.Parameters is null ? earlier.Parameters
            : new Dictionary<string, string>([.. earlier.Parameters.Where(item => !later.Parameters.ContainsKey(item.Key)), .. later.Parameters]),
        OutputSandbox = later.OutputSandbox ?? earlier.OutputSandbox,
    };

    private AttemptReport[] Take()
    {
        lock (_lock)
        {
            _sending = _pending.Count > 0;
            if (!_sending)
            {
                journal.Clear();
                _empty?.TrySetResult();
                _empty = null;
                return [];
            }

            var batch = _pending.Values.Take(MaxBatch).ToArray();
            foreach (var report in batch) _pending.Remove(new AttemptKey(report.JobID, report.Attempt));
            return batch;
        }
    }

    private async Task DeliverAsync(AttemptReport[] batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var reply = await client.ReportAsync(new ReportRequest(batch), cancellationToken);
                _backoff.Reset();
                foreach (var verdict in reply.Verdicts.Where(verdict => !verdict.Accepted)) Refuse(verdict);
                return;
            }
            catch (Exception error) when (ServerTrouble.Passes(error))
            {
                LogServerAway(batch.Length, error.Message);
                await _backoff.WaitAsync(cancellationToken);
            }
            catch (ApiException error) when (batch.Length > 1)
            {
                // One bad report must not hold up the others.
                LogBatchRefused(batch.Length, error.Message);
                foreach (var report in batch) await DeliverAsync([report], cancellationToken);
                return;
            }
            catch (ApiException error)
            {
                LogReportRefused(batch[0].JobID, batch[0].Attempt, error.Message);
                return;
            }
        }
    }

    private void Refuse(ReportVerdict verdict)
    {
        LogAttemptRefused(verdict.JobID, verdict.Attempt, verdict.Detail);
        Refused?.Invoke(new AttemptKey(verdict.JobID, verdict.Attempt));
    }

    [LoggerMessage(12_100, LogLevel.Warning, "{Count} reports wait for the server: {Error}")]
    private partial void LogServerAway(int count, string error);

    [LoggerMessage(12_101, LogLevel.Warning, "The server refused a batch of {Count} reports, sending them one by one: {Error}")]
    private partial void LogBatchRefused(int count, string error);

    [LoggerMessage(12_102, LogLevel.Error, "The server refused a report of job {JobId} attempt {Attempt}, it is dropped: {Error}")]
    private partial void LogReportRefused(long jobId, int attempt, string error);

    [LoggerMessage(12_103, LogLevel.Warning, "Job {JobId} attempt {Attempt} is not current any more: {Detail}")]
    private partial void LogAttemptRefused(long jobId, int attempt, string? detail);

    [LoggerMessage(12_104, LogLevel.Warning, "A report of job {JobId} attempt {Attempt} is in memory only until the server has it: {Problem}")]
    private partial void LogNotKept(long jobId, int attempt, string problem);
}
