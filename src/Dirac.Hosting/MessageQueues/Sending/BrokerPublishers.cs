using System.Collections.Concurrent;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues.Sending;

/// <summary>One connection for each broker that messages are sent to, made when it is needed. Thread-safe.</summary>
internal sealed class BrokerPublishers(IConfigurationSnapshots snapshots, IBrokers brokers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Publisher> _byService = new(StringComparer.Ordinal);

    /// <summary>Sends messages in order; returns when the broker has them all.</summary>
    /// <exception cref="DiracException">Unavailable: the broker is away; other codes: it, or the configuration, does not allow it.</exception>
    public async Task PublishAsync(MqUri destination, IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        var root = snapshots.Current.Root;
        var service = MqServices.Find(root, destination);
        var publisher = _byService.GetOrAdd(service.Name, _ => new Publisher());
        await publisher.Turn.WaitAsync(cancellationToken);
        try
        {
            if (publisher.Service != service) await CloseAsync(publisher);
            publisher.Connection ??= await brokers.OpenAsync(publisher.Service = service, clientName: null, cancellationToken);
            await publisher.Connection.PublishAsync(destination, MqServices.IsPersistent(root, destination), messages, cancellationToken);
        }
        catch
        {
            // After a failure, or half way, nobody knows how the connection stands.
            await CloseAsync(publisher);
            throw;
        }
        finally
        {
            publisher.Turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var publisher in _byService.Values)
        {
            await CloseAsync(publisher);
            publisher.Turn.Dispose();
        }
    }

    private static async Task CloseAsync(Publisher publisher)
    {
        var connection = publisher.Connection;
        publisher.Connection = null;
        if (connection is not null) await connection.DisposeAsync();
    }

    private sealed class Publisher
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public MqService? Service { get; set; }

        public IBrokerConnection? Connection { get; set; }
    }
}
