using System.Net.Security;
using RabbitMQ.Client;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A service's options as the AMQP client takes them.</summary>
internal static class AmqpSettings
{
    private static readonly TimeSpan HeartBeat = TimeSpan.FromSeconds(10);

    public static ConnectionFactory Of(MqService service, BrokerEndpoint endpoint)
    {
        var factory = new ConnectionFactory
        {
            VirtualHost = service.VHost,
            UserName = service.User ?? "",
            Password = service.Password ?? "",
            RequestedHeartbeat = HeartBeat,
            // Whoever consumes connects anew by itself: it has to put its state in order, too.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            MaxInboundMessageBodySize = ReceivedLimits.MostRead,
            HostName = endpoint.Host,
        };
        if (service.User is null) factory.AuthMechanisms = [new ExternalMechanismFactory()];
        return factory;
    }

    public static AmqpTcpEndpoint Endpoint(MqService service, BrokerEndpoint endpoint)
    {
        if (!service.UsesTls) return new AmqpTcpEndpoint(endpoint.Address.ToString(), endpoint.Port);
        var certificate = BrokerTls.Certificate(service);
        return new AmqpTcpEndpoint(endpoint.Address.ToString(), endpoint.Port, new SslOption
        {
            Enabled = true,
            ServerName = endpoint.Host,
            Certs = certificate is null ? [] : [certificate],
            CertificateValidationCallback = BrokerTls.Judge(service),
            AcceptablePolicyErrors = SslPolicyErrors.None,
        });
    }
}
