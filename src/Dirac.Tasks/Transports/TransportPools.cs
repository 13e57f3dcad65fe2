using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Transports;

/// <summary>Makes what brokers need in this process, if the options name one; otherwise everything is as without.</summary>
internal sealed class TransportPools(
    ChosenTransport chosen,
    IDatabases databases,
    TaskRunner runner,
    IDoorbell doorbell,
    IOptions<BrokerOptions> brokers,
    IOptions<TaskOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly TransportBells _bells = new(doorbell);
    private readonly BrokerHealth? _health = chosen.Transport is { } transport
        ? new BrokerHealth(transport.Name, TimeSpan.FromSeconds(brokers.Value.TakeOverSeconds), time, loggers.CreateLogger<BrokerHealth>())
        : null;

    /// <summary>What the pools of the table listen to.</summary>
    public IDoorbell Bell => _health is null ? doorbell : _bells.Pools;

    /// <summary>Whether claims leave a task to the broker.</summary>
    public bool Carries(TaskRow row, IReadOnlyDictionary<string, TaskDefinition> definitions) => _health is { IsAway: false } && HandOverPlan.Carries(row, definitions);

    /// <summary>The pool beside that of the table; null when there is no broker.</summary>
    public TransportPool? Open(TaskStore tasks, IReadOnlyDictionary<string, TaskDefinition> definitions, TaskSize size, SemaphoreSlim slots)
    {
        if (chosen.Transport is not { } transport || _health is null)
            return null;

        var store = new HandOverStore(databases.Get(tasks.Name), size, definitions, TimeSpan.FromSeconds(brokers.Value.HandOverSeconds), time);
        var reader = transport.OpenReader(tasks.Name, size);
        var settler = new TransportSettler(tasks, reader, _health, time, loggers.CreateLogger<TransportSettler>());
        var relay = new TaskRelay(new RelayScope(store, MostInLane(size), options.Value.PollInterval), transport, _health, _bells, time, loggers.CreateLogger<TaskRelay>());
        var consumer = new TransportConsumer(
            new ConsumerScope(store, slots, options.Value.Concurrency(size)), reader, _health, runner, settler, doorbell, time, loggers.CreateLogger<TransportConsumer>());
        return new TransportPool(relay, consumer, settler, reader);
    }

    // Handlers of the larger classes run long: what stands in the broker should be begun well before its hand-over ends.
    private int MostInLane(TaskSize size) => size switch
    {
        TaskSize.Small => brokers.Value.MostInLane,
        TaskSize.Medium => Math.Max(brokers.Value.MostInLane / 10, 1),
        _ => Math.Max(brokers.Value.MostInLane / 100, 1),
    };
}
