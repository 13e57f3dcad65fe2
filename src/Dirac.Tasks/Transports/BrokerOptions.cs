using System.ComponentModel.DataAnnotations;
using Dirac.Tasks.Doorbells;

namespace Dirac.Tasks.Transports;

/// <summary>Which brokers help with tasks. None is needed, and any may be lost at any time.</summary>
public sealed class BrokerOptions
{
    /// <summary>The environment variable with the address of the Redis server, so that passwords stay off command lines and files.</summary>
    public const string RedisVariable = "DIRAC_REDIS";

    /// <summary>The environment variable with the address of the RabbitMQ server.</summary>
    public const string RabbitMQVariable = "DIRAC_RABBITMQ";

    /// <summary>What wakes the workers of other processes. Default: nothing but their own clock.</summary>
    public DoorbellKind Doorbell { get; set; } = DoorbellKind.InProcess;

    /// <summary>What carries tasks to workers. Default: nothing, they are claimed in the database.</summary>
    public TransportKind Transport { get; set; } = TransportKind.None;

    /// <summary>The Redis server, such as <c>127.0.0.1:6379,password=…</c>. Default: the value of <see cref="RedisVariable"/>. Secret: never logged.</summary>
    public string? Redis { get; set; } = Environment.GetEnvironmentVariable(RedisVariable);

    /// <summary>The RabbitMQ server, such as <c>amqp://user:password@127.0.0.1:5672/</c>. Default: the value of <see cref="RabbitMQVariable"/>. Secret: never logged.</summary>
    public string? RabbitMQ { get; set; } = Environment.GetEnvironmentVariable(RabbitMQVariable);

    /// <summary>Put before the names of keys, channels and queues, so that installations can share a broker. Default: <c>dirac</c>; 1 to 32 letters, digits, - and _.</summary>
    [RegularExpression("^[A-Za-z0-9_-]{1,32}$")]
    public string Prefix { get; set; } = "dirac";

    /// <summary>How long a task may be on its way before it is handed over again, in seconds. Default: 600; 5 to 86400.</summary>
    [Range(5, 86_400)]
    public int HandOverSeconds { get; set; } = 600;

    /// <summary>How long a broker must be away before workers claim in the database what it would carry, in seconds. Default: 5; 1 to 3600.</summary>
    [Range(1, 3_600)]
    public int TakeOverSeconds { get; set; } = 5;

    /// <summary>How long a process with messages of a broker may be silent before others get them, in seconds; where the broker can be told. Default: 30; 1 to 3600.</summary>
    [Range(1, 3_600)]
    public int RedeliverSeconds { get; set; } = 30;

    /// <summary>How many messages stand in one lane of the broker; each is for one handler call. Of the medium size class a tenth of it, of the large one a hundredth. Default: 2000; 1 to 100000.</summary>
    [Range(1, 100_000)]
    public int MostInLane { get; set; } = 2_000;
}
