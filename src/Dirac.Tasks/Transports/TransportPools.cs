using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Tuning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Transports;

/// <summary>Makes what a broker needs in this process, if the options name one; otherwise everything is as without.</summary>
internal sealed class TransportPools(
    Carriage carriage,
    WatchedDatabases databases,
    TaskRegistry registry,
    TaskRunner runner,
    IDoorbell doorbell,
    IOptions<BrokerOptions> brokers,
    IOptions<TaskOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly TransportBells _bells = new(doorbell);

    /// <summary>What the pools of the table listen to.</summary>
    public IDoorbell Bell => carriage.Transport is null ? doorbell : _bells.Pools;

    /// <summary>The pool beside that of the table; null when there is no broker.</summary>
    public TransportPool? Open(PoolScope scope)
    {
        if (carriage is not { Transport: { } transport, Health: { } health })
            return null;

        var (database, size) = (scope.Store.Name, scope.Size);
        var store = new HandOverStore(databases.Get(database), size, registry.In(database), TimeSpan.FromSeconds(brokers.Value.HandOverSeconds), time);
        var reader = transport.OpenReader(database, size);
        var settler = new TransportSettler(scope.Store, reader, health, time, loggers.CreateLogger<TransportSettler>());
        var relay = new TaskRelay(new RelayScope(store, MostInLane(size), options.Value.PollInterval), transport, health, _bells, time, loggers.CreateLogger<TaskRelay>());
        var receiving = new ConsumerScope(store, scope.Slots, new LaneTurns(options.Value.StarvationAfter, time));
        var consumer = new TransportConsumer(receiving, reader, health, runner, settler, doorbell, time, loggers.CreateLogger<TransportConsumer>());
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
