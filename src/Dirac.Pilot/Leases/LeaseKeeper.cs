using System.Collections.Concurrent;
using Dirac.Client.Http;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Hosting;
using Dirac.Pilot.Reports;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Leases;

/// <summary>Renews the leases of all attempts held, delivers their heartbeats and carries out the server's commands.</summary>
/// <remarks>
/// Thread-safe. Whatever is due goes out at once; in between one request waits at the server for commands. An attempt is looked after from a
/// quarter of a second on, so that a stream of short jobs costs no heartbeats. Commands come repeatedly until they are reported as done.
/// </remarks>
internal sealed partial class LeaseKeeper(PilotClient client, PilotOptions options, TimeProvider clock, ILogger<LeaseKeeper> logger)
{
    private static readonly TimeSpan Childhood = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<AttemptKey, Held> _held = [];
    private readonly ConcurrentQueue<string> _done = [];
    private readonly ConcurrentDictionary<string, bool> _carriedOut = [];
    private readonly Backoff _backoff = new(clock);
    private readonly Doorbell _grown = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource? _poll;
    private volatile Rest? _last;
    private volatile string _knownStop = "";

    /// <summary>Called when the server orders the whole pilot to stop, once for each mode.</summary>
    internal event Action<PilotStop>? Stopped;

    /// <summary>Starts looking after an attempt.</summary>
    internal void Add(Attempt attempt)
    {
        var held = new Held(attempt);
        _held[attempt.Key] = held;
        _ = GrowAsync(held);
    }

    /// <summary>Stops looking after an attempt.</summary>
    internal void Remove(Attempt attempt)
    {
        _held.TryRemove(attempt.Key, out _);
        var left = attempt.LeaseLeft;
        lock (_lock)
        {
            if (left > Left) _last = new Rest(clock.GetTimestamp(), left);
        }
    }

    /// <summary>For how long the server counts on what attempts that have ended here may still report; not positive when it does not any more.</summary>
    internal TimeSpan Left => _last is { } last ? last.Left - clock.GetElapsedTime(last.At) : TimeSpan.Zero;

    /// <summary>The server does not know the attempt any more.</summary>
    internal void Lose(AttemptKey key)
    {
        if (_held.TryGetValue(key, out var held)) held.Attempt.Stop(new AttemptStop.Superseded());
    }

    /// <summary>Stops every attempt.</summary>
    internal void StopAll(AttemptStop reason)
    {
        foreach (var held in _held.Values) held.Attempt.Stop(reason);
    }

    /// <summary>Asks the server once whether it still counts on an attempt whose lease may have run out while the reply was lost.</summary>
    internal async Task ConfirmAsync(Attempt attempt, CancellationToken cancellationToken) =>
        await ExchangeAsync([new Held(attempt)], TimeSpan.Zero, cancellationToken);

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var ring = _grown.NextRing;
            var grown = _held.Values.Where(held => held.IsGrown).ToList();
            if (grown.Count > 0) await ServeAsync(grown, cancellationToken);
            else await ring.WaitAsync(cancellationToken);
        }
    }

    private async Task ServeAsync(List<Held> held, CancellationToken cancellationToken)
    {
        var untilDue = held.Min(UntilDue);
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock) _poll = poll;
        try
        {
            var wait = TimeSpan.FromSeconds(Math.Floor(Math.Clamp(untilDue.TotalSeconds, 0, options.MatchWait.TotalSeconds)));
            if (!_done.IsEmpty) wait = TimeSpan.Zero;
            // Waits are whole seconds: a shorter rest is spent here.
            if (wait == TimeSpan.Zero && untilDue > TimeSpan.Zero && _done.IsEmpty) await Task.Delay(untilDue, clock, poll.Token);
            await ExchangeAsync(held, wait, poll.Token);
            _backoff.Reset();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogWoken(_held.Count);
        }
        catch (Exception error) when (ServerTrouble.Passes(error) || error is ApiException)
        {
            LogServerAway(held.Count, error.Message);
            await _backoff.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock) _poll = null;
        }
    }

    private async Task ExchangeAsync(List<Held> held, TimeSpan wait, CancellationToken cancellationToken)
    {
        var done = _done.ToArray();
        var askedAt = clock.GetTimestamp();
        var request = new PilotHeartbeatRequest
        {
            Held = [.. held.Select(one => new HeldAttempt(one.Attempt.Key.JobId, one.Attempt.Key.Attempt, IsBeatDue(one) ? one.Attempt.Measure?.Invoke() : null))],
            DoneCommands = done,
            WaitSeconds = (int)wait.TotalSeconds,
            KnownStop = _knownStop,
        };
        var reply = await client.HeartbeatAsync(request, cancellationToken);
        foreach (var id in done)
        {
            _done.TryDequeue(out _);
            _carriedOut.TryRemove(id, out _);
        }

        Learn(held, request, reply, askedAt);
        foreach (var command in reply.Commands) CarryOut(command);
        if (reply.Stop is not { } stop || stop.Mode == _knownStop) return;
        _knownStop = stop.Mode;
        Stopped?.Invoke(stop);
    }

    private static void Learn(List<Held> held, PilotHeartbeatRequest request, PilotHeartbeatReply reply, long askedAt)
    {
        var byKey = held.ToDictionary(one => one.Attempt.Key);
        foreach (var renewed in reply.Renewed)
        {
            if (!byKey.TryGetValue(new AttemptKey(renewed.JobID, renewed.Attempt), out var one)) continue;
            one.Attempt.Renew(askedAt, reply.LeaseSeconds);
            one.RenewedAt = askedAt;
            one.LeaseSeconds = reply.LeaseSeconds;
        }

        foreach (var sent in request.Held.Where(sent => sent.Heartbeat is not null)) byKey[new AttemptKey(sent.JobID, sent.Attempt)].BeatAt = askedAt;
        foreach (var lost in reply.Lost)
        {
            if (byKey.TryGetValue(new AttemptKey(lost.JobID, lost.Attempt), out var one)) one.Attempt.Stop(new AttemptStop.Superseded());
        }
    }

    private void CarryOut(PilotCommand command)
    {
        if (!_carriedOut.TryAdd(command.Id, true)) return;
        if (_held.TryGetValue(new AttemptKey(command.JobID, command.Attempt), out var held))
        {
            LogCommand(command.Command, command.JobID, command.Attempt);
            if (command.Command == "Kill") held.Attempt.Stop(new AttemptStop.Killed());
            else if (command.Command == "Checkpoint") held.Attempt.SignalPayload?.Invoke(held.Attempt.StopSignal);
        }

        _done.Enqueue(command.Id);
    }

    /// <summary>Time until the attempt's first renewal, the next at a third of its lease, or its next heartbeat.</summary>
    private TimeSpan UntilDue(Held held)
    {
        if (held.RenewedAt is not { } renewed) return TimeSpan.Zero;
        var renewal = TimeSpan.FromSeconds(held.LeaseSeconds / 3.0) - clock.GetElapsedTime(renewed);
        var beat = options.Heartbeat - clock.GetElapsedTime(held.BeatAt);
        return renewal < beat ? renewal : beat;
    }

    private bool IsBeatDue(Held held) => clock.GetElapsedTime(held.BeatAt) >= options.Heartbeat;

    private async Task GrowAsync(Held held)
    {
        await Task.Delay(Childhood, clock, held.Attempt.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_held.ContainsKey(held.Attempt.Key)) return;
        held.IsGrown = true;
        lock (_lock) _poll?.Cancel();
        _grown.Ring();
    }

    [LoggerMessage(12_200, LogLevel.Warning, "Leases of {Count} jobs cannot be renewed now: {Error}")]
    private partial void LogServerAway(int count, string error);

    [LoggerMessage(12_201, LogLevel.Information, "{Command} for job {JobId} attempt {Attempt}")]
    private partial void LogCommand(string command, long jobId, int attempt);

    [LoggerMessage(12_202, LogLevel.Debug, "Another job needs a lease: {Count} are held")]
    private partial void LogWoken(int count);

    private sealed record Rest(long At, TimeSpan Left);

    private sealed class Held(Attempt attempt)
    {
        internal Attempt Attempt { get; } = attempt;

        internal volatile bool IsGrown;

        internal long? RenewedAt { get; set; }

        internal int LeaseSeconds { get; set; }

        internal long BeatAt { get; set; } = attempt.StartedAt;
    }
}
