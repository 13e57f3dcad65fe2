using Dirac.Tasks.Transports;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Opens connections to the broker that the options name.</summary>
internal sealed class RabbitMqConnections(IOptions<BrokerOptions> options)
{
    // Whoever waits has other things to do: tasks are claimed in the database while the broker is away.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    /// <summary>What all names of exchanges and queues begin with.</summary>
    public string Prefix => options.Value.Prefix;

    /// <summary>The broker's address without user and password, for logs.</summary>
    public string Address => Url is { } url ? $"{url.Scheme}://{url.Host}:{url.Port}{url.AbsolutePath}" : "nowhere";

    /// <summary>Whether a text is an address of a RabbitMQ server. Its path is one virtual host, in whose name a slash is written %2F.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "amqp" or "amqps", Host.Length: > 0, Segments.Length: <= 2 };

    private Uri? Url => Uri.TryCreate(options.Value.RabbitMQ, UriKind.Absolute, out var url) ? url : null;

    /// <summary>Opens one.</summary>
    /// <param name="purpose">What it is for; the broker shows it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<LiveConnection> OpenAsync(string purpose, CancellationToken cancellationToken)
    {
        // A lost connection is replaced together with all that was made on it, and not behind our back.
        var factory = new ConnectionFactory
        {
            Uri = Url ?? throw new InvalidOperationException($"Nothing says where RabbitMQ is; set {BrokerOptions.RabbitMQVariable}."),
            ClientProvidedName = $"{Prefix} {purpose} {Environment.MachineName}/{Environment.ProcessId}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = LongestAnswer,
            ContinuationTimeout = LongestAnswer,
        };
        return new LiveConnection(await factory.CreateConnectionAsync(cancellationToken));
    }
}
