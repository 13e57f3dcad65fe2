using Dirac.Model.Api;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Payloads;

/// <summary>One run of a payload: started, watched, and ended when the attempt has to stop.</summary>
internal sealed class PayloadRun(Attempt attempt, Watchdog watchdog, int processors, WorkerNode node)
{
    private readonly long _startedAt = node.Clock.GetTimestamp();
    private TimeSpan? _wallClock;

    /// <summary>How long the payload ran, or has run.</summary>
    internal TimeSpan WallClock => _wallClock ?? node.Clock.GetElapsedTime(_startedAt);

    /// <summary>Called with every look at the payload.</summary>
    internal Action? OnLook { get; init; }

    /// <summary>Runs the payload; nothing of it is left when this completes.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="directory">Where.</param>
    /// <param name="onStarted">Told the payload's process id.</param>
    /// <returns>How it ended; null when its supervisor died.</returns>
    internal async Task<SupervisorMessage?> RunAsync(PayloadSpec spec, JobDirectory directory, Action<int> onStarted)
    {
        await using var payload = SupervisedPayload.Start(node.Processes, spec);
        if (await payload.Started is { Event: SupervisorEvent.Started } started) onStarted(started.Value);
        attempt.SignalPayload = payload.Signal;
        attempt.Measure = () => Measure(payload, spec, directory);
        using var stop = attempt.Stopping.Register(() => payload.Signal(attempt.StopReason!.AtOnce ? Libc.SigKill : Libc.SigTerm));
        using var kill = attempt.Killing.Register(() => payload.Signal(Libc.SigKill));
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(payload, directory, watching.Token);
        var ended = await payload.Ended;
        _wallClock = node.Clock.GetElapsedTime(_startedAt);
        attempt.SignalPayload = null;
        attempt.Measure = null;
        await watching.CancelAsync();
        await watch;
        return ended;
    }

    private async Task WatchAsync(SupervisedPayload payload, JobDirectory directory, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, attempt.Stopping);
        await LookAsync(payload, directory, either.Token);
        if (ended.IsCancellationRequested) return;
        await Task.Delay(node.Options.KillGrace, node.Clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        payload.Signal(Libc.SigKill);
    }

    private async Task LookAsync(SupervisedPayload payload, JobDirectory directory, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(node.Options.Limits.Interval, node.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) return;
            OnLook?.Invoke();
            var usage = Usage(payload, directory);
            var slotLeft = node.Survey.Slot.Left;
            if (watchdog.WantsCheckpoint(usage, slotLeft)) payload.Signal(attempt.StopSignal);
            if (watchdog.Look(usage, slotLeft) is not { } overLimit) continue;
            attempt.Stop(overLimit);
            return;
        }
    }

    private PayloadUsage Usage(SupervisedPayload payload, JobDirectory directory) =>
        PayloadUsage.Measure(payload.SupervisorPid, directory.Path, node.Clock.GetElapsedTime(_startedAt));

    private JobHeartbeat Measure(SupervisedPayload payload, PayloadSpec spec, JobDirectory directory)
    {
        var usage = Usage(payload, directory);
        return new JobHeartbeat
        {
            LoadAverage = LoadAverage(),
            MemoryUsed = usage.ResidentKilobytes,
            Vsize = usage.VirtualKilobytes,
            AvailableDiskSpace = usage.FreeDiskBytes / 1e6,
            CPUConsumed = usage.Cpu.TotalSeconds,
            WallClockTime = usage.WallClock.TotalSeconds * processors,
            StandardOutput = OutputTail.Read(spec.StandardOutput),
        };
    }

    private static double LoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
