using Dirac.Hosting.Configuration;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Tasks.Intake;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>Has a consumer at work for each trigger that the configuration of the moment wants, and writes down how they fare.</summary>
internal sealed partial class MessageConsumers(
    IConfigurationSnapshots snapshots,
    IEnumerable<MessageTrigger> declared,
    ConsumerParts parts,
    IDatabases databases,
    IOptions<TaskOptions> options,
    TimeProvider time,
    ILogger<MessageConsumers> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SaveAtLeast = TimeSpan.FromSeconds(15);
    private const int MostSteps = 50;
    private static readonly TimeSpan ForgetRows = TimeSpan.FromHours(1);

    private readonly Dictionary<string, RunningConsumer> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);
    private readonly string _process = $"{Environment.MachineName}:{Environment.ProcessId}";
    private string _planned = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RunTriggers) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryPlanAsync();
            await SaveAsync(stoppingToken);
            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Keys.ToList().Select(StopAsync));
    }

    private async Task TryPlanAsync()
    {
        try
        {
            await PlanAsync();
        }
        catch (Exception failure)
        {
            LogNotPlanned(failure);
        }
    }

    // Only a configuration that has changed can want something else.
    private async Task PlanAsync()
    {
        var snapshot = snapshots.Current;
        if (snapshot.Entity.Tag == _planned) return;
        _planned = snapshot.Entity.Tag;
        var plan = TriggerPlan.Make(snapshot.Root, declared, parts.Intake);
        Complain(plan);
        var wanted = plan.Where(trigger => trigger.Settings is not null).ToDictionary(trigger => trigger.Name, StringComparer.Ordinal);
        // What makes no sense now goes on as it did before; what is not there any more ends.
        var kept = plan.Where(trigger => trigger.Settings is null).Select(trigger => trigger.Name).ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(_running.Values.Where(running => !kept.Contains(running.Settings.Name) && wanted.GetValueOrDefault(running.Settings.Name)?.Settings != running.Settings)
            .Select(running => running.Settings.Name).ToList().Select(StopAsync));
        foreach (var trigger in wanted.Values.Where(trigger => !_running.ContainsKey(trigger.Name)))
        {
            var running = _running[trigger.Name] = parts.Make(trigger.Settings!, trigger.Trigger!);
            running.Start();
        }
    }

    private void Complain(IReadOnlyList<PlannedTrigger> plan)
    {
        foreach (var trigger in plan)
        {
            if (trigger.Problem.Length > 0 && _problems.GetValueOrDefault(trigger.Name) != trigger.Problem) LogProblem(trigger.Name, trigger.Problem);
            _problems[trigger.Name] = trigger.Problem;
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        foreach (var running in _running.Values)
        {
            if (!running.State.TakeNews() && time.GetElapsedTime(running.SavedAt) < SaveAtLeast) continue;
            running.SavedAt = time.GetTimestamp();
            await TryAsync(running.Settings, async (session, token) =>
            {
                await ConsumerStore.SaveAsync(session, _process, running.State.Report, token);
                await ConsumerStore.ForgetAsync(session, ForgetRows, token);
            }, cancellationToken);
            await ForgetAsync(running.Settings, cancellationToken);
        }
    }

    private async Task ForgetAsync(TriggerSettings settings, CancellationToken cancellationToken)
    {
        var forgotten = 1;
        for (var steps = 0; steps < MostSteps && forgotten > 0 && settings.Remember > TimeSpan.Zero; steps++)
        {
            forgotten = 0;
            await TryAsync(settings, async (session, token) => forgotten = await TakenMessages.ForgetAsync(session, settings.Name, settings.Remember, token), cancellationToken);
        }
    }

    private async Task StopAsync(string name)
    {
        if (!_running.Remove(name, out var running)) return;
        await running.DisposeAsync();
        await TryAsync(running.Settings, (session, token) => ConsumerStore.RemoveAsync(session, name, _process, token), CancellationToken.None);
        LogEnded(name, running.Settings.Source);
    }

    // How consumers fare is for people to see: consuming does not hang on it.
    private async Task TryAsync(TriggerSettings settings, Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await databases.Get(settings.Database).WriteAsync(work, cancellationToken);
        }
        catch (Exception failure)
        {
            LogNotSaved(failure, settings.Name);
        }
    }

    [LoggerMessage(4507, LogLevel.Error, "The message trigger {Trigger} makes no sense and is not changed: {Problem}")]
    private partial void LogProblem(string trigger, string problem);

    [LoggerMessage(4511, LogLevel.Error, "What the configuration says about message triggers could not be followed; they stay as they are until it changes.")]
    private partial void LogNotPlanned(Exception exception);

    [LoggerMessage(4508, LogLevel.Information, "{Trigger} consumes {Source} no more")]
    private partial void LogEnded(string trigger, MqUri source);

    [LoggerMessage(4509, LogLevel.Warning, "How {Trigger} fares could not be written down; it is tried again.")]
    private partial void LogNotSaved(Exception exception, string trigger);
}
