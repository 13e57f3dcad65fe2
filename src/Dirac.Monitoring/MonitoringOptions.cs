using System.ComponentModel.DataAnnotations;
using Dirac.Hosting.MessageQueues;

namespace Dirac.Monitoring;

/// <summary>What an installation decides about statuses of its resources.</summary>
public sealed class MonitoringOptions
{
    /// <summary>How long a person's change of a status stands against what happens by itself, when the person does not say, hours. Default 24, as in DIRAC.</summary>
    [Range(0.01, 87_600d)]
    public double TokenHours { get; set; } = 24;

    /// <summary>How long before a downtime nothing new is sent there, when its planner does not say, hours. Default 12.</summary>
    [Range(0d, 8_760d)]
    public double DrainHours { get; set; } = 12;

    /// <summary>How often changes made elsewhere are looked for, seconds. Default 3.</summary>
    [Range(1, 300)]
    public int LookSeconds { get; set; } = 3;

    /// <summary>Where a message is sent with every status that is written, such as <c>Broker::Topics::dirac.statuses</c>; empty: nowhere, which is the default.</summary>
    [MqUriText]
    public string StatusMessages { get; set; } = "";
}
