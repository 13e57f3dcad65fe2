using Dirac.Tasks.Tests.Transports;

namespace Dirac.Tasks.Tests.RabbitMq;

/// <summary>The broker of the assembly, for one test that kills it and leaves it running.</summary>
internal sealed class SharedRabbitMq : IOwnBroker
{
    private readonly RabbitMqBroker _broker;
    private bool _isDead;

    public SharedRabbitMq(RabbitMqBroker broker)
    {
        RabbitMqBroker.NeedOwn();
        (_broker, Address) = (broker, RabbitMqBroker.NeedAddress());
    }

    public TestBroker Kind => TestBroker.RabbitMQ;

    public string Address { get; }

    public void Kill()
    {
        _isDead = true;
        _broker.Kill();
    }

    public void DeleteData() => _broker.Wipe();

    public void Restart()
    {
        _broker.Restart();
        _isDead = false;
    }

    /// <summary>Leaves it running for the others, also when the test failed.</summary>
    public void Dispose()
    {
        if (_isDead)
            Restart();
    }
}
