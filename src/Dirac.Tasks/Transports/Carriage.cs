using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Transports;

/// <summary>The broker that carries tasks, if the options name one, and what is known of it.</summary>
internal sealed class Carriage(ChosenTransport chosen, IOptions<BrokerOptions> options, TimeProvider time, ILogger<BrokerHealth> logger)
{
    /// <summary>The broker; null when tasks are claimed in the database.</summary>
    public ITaskTransport? Transport => chosen.Transport;

    /// <summary>How it fares; null without one.</summary>
    public BrokerHealth? Health { get; } = chosen.Transport is { } transport
        ? new BrokerHealth(transport.Name, TimeSpan.FromSeconds(options.Value.TakeOverSeconds), time, logger)
        : null;

    /// <summary>Whether claims leave a task to it.</summary>
    public bool Carries(TaskRow row, IReadOnlyDictionary<string, TaskDefinition> definitions) => Health is { IsAway: false } && HandOverPlan.Carries(row, definitions);
}
