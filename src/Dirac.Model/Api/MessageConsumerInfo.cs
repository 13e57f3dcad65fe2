using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A process that makes tasks of the messages of somebody else's queue or topic.</summary>
public sealed record MessageConsumerInfo
{
    /// <summary>The trigger, as in <c>/Systems/Framework/Tasks/MessageTriggers</c>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The process: machine and process id.</summary>
    [JsonPropertyName("process")]
    public required string Process { get; init; }

    /// <summary>The queue or topic in DIRAC's form.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    /// <summary>The kind of task that is made.</summary>
    [JsonPropertyName("task")]
    public required string Task { get; init; }

    /// <summary>Where these tasks stand.</summary>
    [JsonPropertyName("database")]
    public required string Database { get; init; }

    /// <summary><c>Connecting</c>, <c>Consuming</c>, or <c>Waiting</c> when the broker is away or refuses.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>The broker it is, or was last, connected to: product and address.</summary>
    [JsonPropertyName("broker")]
    public string? Broker { get; init; }

    /// <summary>Why it waits.</summary>
    [JsonPropertyName("problem")]
    public string? Problem { get; init; }

    /// <summary>Since when it is in that state.</summary>
    [JsonPropertyName("since")]
    public DateTimeOffset Since { get; init; }

    /// <summary>When a message came to this process last.</summary>
    [JsonPropertyName("last")]
    public DateTimeOffset? Last { get; init; }

    /// <summary>How many messages came to this process.</summary>
    [JsonPropertyName("received")]
    public long Received { get; init; }

    /// <summary>For how long its process has not said how it fares, in seconds: half a minute is usual at most.</summary>
    [JsonPropertyName("silent_s")]
    public double SilentSeconds { get; init; }
}
