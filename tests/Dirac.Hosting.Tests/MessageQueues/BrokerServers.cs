using Dirac.Model.Configuration;

[assembly: AssemblyFixture(typeof(Dirac.Hosting.Tests.MessageQueues.BrokerServers))]

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>The brokers of this suite. Tests that use one run one after the other.</summary>
public sealed class BrokerServers : IDisposable
{
    public const string Collection = "brokers";
    public const string Service = "Broker";

    private readonly BrokerServer _activeMq = new("activemq", "activemq", "DIRAC_TEST_ACTIVEMQ");
    private readonly BrokerServer _rabbitMq = new("rabbitmq", "rabbitmq-server", "DIRAC_TEST_RABBITMQ", "--stomp");

    internal BrokerServer Of(BrokerKind kind) => kind == BrokerKind.ActiveMqStomp ? _activeMq : _rabbitMq;

    /// <summary>A configuration with the broker as <see cref="Service"/>.</summary>
    internal CfgSection Configure(BrokerKind kind)
    {
        var service = $"/Resources/MQServices/{Service}";
        var root = CfgSection.Empty.With($"{service}/MQType", kind == BrokerKind.RabbitMqAmqp ? "AMQP" : "Stomp");
        if (kind == BrokerKind.ActiveMqStomp)
        {
            return _activeMq.Lines[0].Split(';').Select(part => part.Split('=', 2)).Aggregate(root, (tree, part) => tree.With($"{service}/{part[0]}", part[1]));
        }

        var wanted = kind == BrokerKind.RabbitMqAmqp ? "amqp" : "stomp";
        var address = _rabbitMq.Lines.Select(line => new Uri(line)).FirstOrDefault(line => line.Scheme == wanted);
        Assert.SkipWhen(address is null, $"The given RabbitMQ has no {wanted}://.");
        return root.With($"{service}/Host", address.Host).With($"{service}/Port", $"{address.Port}").With($"{service}/User", address.UserInfo.Split(':')[0]).With($"{service}/Password", address.UserInfo.Split(':')[1]);
    }

    public void Dispose()
    {
        _activeMq.Dispose();
        _rabbitMq.Dispose();
    }
}

/// <summary>A broker and the way to speak to it.</summary>
public enum BrokerKind
{
    ActiveMqStomp,
    RabbitMqStomp,
    RabbitMqAmqp,
}
