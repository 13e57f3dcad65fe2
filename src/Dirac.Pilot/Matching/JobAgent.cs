using Dirac.Client.Http;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Text;
using Dirac.Pilot.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Matching;

/// <summary>Keeps the pilot's processors busy: asks for jobs and hands them to wrappers.</summary>
/// <remarks>
/// Everything free is on offer at any time. The main offer waits at the server; processors that become free meanwhile are offered at once beside it.
/// When nothing is there for them, the main offer is settled and made anew with all of them, so that a job that wants many processors can find them.
/// At the end all offers are settled; what is not answered in time is given up, since a server may never come back.
/// </remarks>
internal sealed partial class JobAgent(
    PilotClient client, PilotOptions options, Slots slots, IJobRunner runner, OfferedResources resources, TimeProvider clock, ILogger<JobAgent> logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];
    private readonly List<JobOffer> _open = [];
    private readonly Doorbell _changed = new();
    private JobOffer? _main;
    private bool _regroup;
    private int _granted;
    private long _idleSince = clock.GetTimestamp();
    private Exception? _refusal;
    private string? _stopReason;

    /// <summary>Asks for jobs until told to stop, idle for too long or out of jobs to ask for; then waits until every offer is answered or given up.</summary>
    /// <param name="draining">Take no more jobs; a job given all the same is handed back.</param>
    /// <param name="cancellationToken">Give up even on offers without an answer.</param>
    /// <returns>Why it stopped, for the pilot's status.</returns>
    /// <exception cref="Dirac.Client.Http.ApiException">The server refuses this pilot.</exception>
    internal async Task<string> RunAsync(CancellationToken draining, CancellationToken cancellationToken)
    {
        using var _ = draining.Register(_changed.Ring);
        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string? end;
        while ((end = EndReason(draining)) is null) await StepAsync(draining, givingUp.Token);
        using var late = new CancellationTokenSource(draining.IsCancellationRequested ? options.DrainGrace : options.AnswerTimeout, clock);
        using var __ = late.Token.Register(givingUp.Cancel);
        while (true)
        {
            var changed = _changed.NextRing;
            if (!SettleOpen()) break;
            await changed.WaitAsync(cancellationToken);
        }

        if (_refusal is not null) throw _refusal;
        return end;
    }

    /// <summary>Whether the server has ordered the pilot to stop.</summary>
    internal bool IsStopped
    {
        get
        {
            lock (_lock) return _stopReason is not null;
        }
    }

    /// <summary>The server has ordered the pilot to stop: no more jobs are asked for.</summary>
    internal void StopFor(string reason)
    {
        lock (_lock)
        {
            if (_stopReason is not null) return;
            _stopReason = reason;
        }

        LogStopped(reason);
        _changed.Ring();
    }

    /// <summary>Completes when no job runs.</summary>
    internal Task AllEndedAsync()
    {
        lock (_lock) return Task.WhenAll(_running);
    }

    private async Task StepAsync(CancellationToken draining, CancellationToken cancellationToken)
    {
        var changed = _changed.NextRing;
        if (MayOffer() && slots.TryTakeFree() is { } share) Offer(share, draining, cancellationToken);
        else await WaitAsync(changed, cancellationToken);
    }

    private string? EndReason(CancellationToken draining)
    {
        lock (_lock)
        {
            if (_refusal is not null) return _refusal.Message;
            if (_stopReason is not null) return _stopReason;
            if (draining.IsCancellationRequested) return "Told to stop by a signal";
            if (options.MaxJobs > 0 && _granted >= options.MaxJobs) return $"Has run {Numbers.Of(_granted, "job")}";
            if (resources.TimeRefusal(isFirst: _granted == 0) is { } tooLittle) return tooLittle;
            return _running.Count == 0 && IdleLeft() <= TimeSpan.Zero ? $"Without a job for {options.IdleTimeout.TotalSeconds:0} s" : null;
        }
    }

    private TimeSpan IdleLeft() =>
        options.IdleTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : options.IdleTimeout - clock.GetElapsedTime(_idleSince);

    // While offers are being settled for regrouping nothing new is offered, and never more than may still be run.
    private bool MayOffer()
    {
        lock (_lock) return !_regroup && (options.MaxJobs == 0 || _granted + _open.Count < options.MaxJobs);
    }

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        TimeSpan left;
        lock (_lock) left = _running.Count == 0 ? IdleLeft() : TimeSpan.MaxValue;
        if (left == TimeSpan.MaxValue)
        {
            await changed.WaitAsync(cancellationToken);
            return;
        }

        using var idle = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        await changed.WaitAsync(idle.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Offer(SlotShare share, CancellationToken draining, CancellationToken cancellationToken)
    {
        JobOffer offer;
        lock (_lock)
        {
            var isMain = _main is null;
            offer = new JobOffer(client, resources.Describe(share, share == slots.Total), isMain ? options.MatchWait : TimeSpan.Zero, clock, logger);
            if (isMain) _main = offer;
            _open.Add(offer);
        }

        _ = FollowAsync(offer, share, draining, cancellationToken);
    }

    private async Task FollowAsync(JobOffer offer, SlotShare share, CancellationToken draining, CancellationToken cancellationToken)
    {
        MatchReply? job = null;
        try
        {
            job = await offer.AskAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogGivenUp();
        }
        catch (ApiException error) when (error.Reply.Code == nameof(ErrorCode.PilotStopped))
        {
            StopFor(error.Message);
        }
        catch (Exception error)
        {
            LogRefused(error.Message);
            lock (_lock) _refusal = error;
        }

        Close(offer, granted: job is not null);
        if (job is not null) Start(job, offer.AskedAt, share, draining);
        else slots.Return(share);
        _changed.Ring();
    }

    private void Close(JobOffer offer, bool granted)
    {
        lock (_lock)
        {
            _open.Remove(offer);
            if (granted) _granted++;
            if (offer == _main)
            {
                _main = null;
                _regroup = false;
            }
            else if (!granted && _main is not null)
            {
                _regroup = true;
                _main.Settle();
            }
        }

        offer.Dispose();
    }

    private void Start(MatchReply job, long askedAt, SlotShare share, CancellationToken draining)
    {
        var run = runner.Prepare(job, askedAt, share, draining);
        slots.Return(share.Without(run.Share));
        var ended = run.RunAsync();
        lock (_lock) _running.Add(ended);
        _ = ReleaseAsync(ended, run.Share);
    }

    private async Task ReleaseAsync(Task ended, SlotShare share)
    {
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        slots.Return(share);
        lock (_lock)
        {
            _running.Remove(ended);
            _idleSince = clock.GetTimestamp();
        }

        _changed.Ring();
    }

    // With the lock, since an offer that has just been answered is closed for good.
    private bool SettleOpen()
    {
        lock (_lock)
        {
            foreach (var offer in _open.ToList()) offer.Settle();
            return _open.Count > 0;
        }
    }

    [LoggerMessage(12_010, LogLevel.Error, "The server refuses this pilot: {Error}")]
    private partial void LogRefused(string error);

    [LoggerMessage(12_012, LogLevel.Warning, "The server has ordered this pilot to stop: {Reason}")]
    private partial void LogStopped(string reason);

    [LoggerMessage(12_011, LogLevel.Warning, "An offer is given up without an answer; a job given for it comes back when its lease ends")]
    private partial void LogGivenUp();
}
