using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Persistence;
using Dirac.Tasks.Intake;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>What consumers are made of.</summary>
internal sealed class ConsumerParts(TaskIntake intake, IBrokers brokers, TakeMessages take, RandomSource random, TimeProvider time, ILogger<TriggerConsumer> logger)
{
    public TaskIntake Intake => intake;

    /// <summary>A consumer that has not started.</summary>
    public RunningConsumer Make(TriggerSettings settings, MessageTrigger trigger)
    {
        var state = new ConsumerState(settings, time);
        var consumer = new TriggerConsumer(settings, trigger, state, brokers, take, random, time, logger);
        return new RunningConsumer(settings, state, consumer.RunAsync);
    }
}
