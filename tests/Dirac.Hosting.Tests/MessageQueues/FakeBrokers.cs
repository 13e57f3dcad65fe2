using System.Text;
using System.Threading.Channels;
using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Errors;

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>A broker in memory whose connections break when the test wants it. What was not acknowledged is delivered again.</summary>
internal sealed class FakeBrokers : IBrokers
{
    private readonly List<ReceivedMessage> _held = [];
    private readonly Lock _gate = new();
    private Channel<Delivery> _lent = Channel.CreateUnbounded<Delivery>();

    /// <summary>So many acknowledgements get lost with their connection.</summary>
    public int LoseAcknowledgements { get; set; }

    public List<string> Refused { get; } = [];

    public int Opened { get; private set; }

    public int Left
    {
        get
        {
            lock (_gate) return _held.Count;
        }
    }

    public void Put(MqUri source, string body, string? id)
    {
        var message = new ReceivedMessage(source, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>()) { Id = id };
        lock (_gate) _held.Add(message);
        _lent.Writer.TryWrite(new Delivery(message, message));
    }

    public Task<IBrokerConnection> OpenAsync(MqService service, string? clientName, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Opened++;
            _lent = Channel.CreateUnbounded<Delivery>();
            foreach (var message in _held) _lent.Writer.TryWrite(new Delivery(message, message));
        }

        return Task.FromResult<IBrokerConnection>(new Connection(this));
    }

    private sealed class Connection(FakeBrokers owner) : IBrokerConnection
    {
        public string Broker => "memory";

        public Task SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<IReadOnlyList<Delivery>> ReceiveAsync(int most, CancellationToken cancellationToken) => [await owner._lent.Reader.ReadAsync(cancellationToken)];

        public Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
        {
            lock (owner._gate)
            {
                if (owner.LoseAcknowledgements-- > 0) throw new DiracException(ErrorCode.Unavailable, "The broker is away.");
                foreach (var delivery in deliveries) owner._held.Remove((ReceivedMessage)delivery.Tag);
            }

            return Task.CompletedTask;
        }

        public Task RefuseAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            owner.Refused.Add(delivery.Message.Text);
            return AcknowledgeAsync([delivery], cancellationToken);
        }

        public Task PublishAsync(MqUri destination, bool isPersistent, IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
