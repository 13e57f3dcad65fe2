using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>Reads brokers from <c>/Resources/MQServices</c>. Pure, but for looking whether files are there.</summary>
internal static class MqServices
{
    private const string Place = "/Resources/MQServices";
    private const int StompPort = 61613;
    private const int AmqpPort = 5672;
    private const int AmqpTlsPort = 5671;

    /// <summary>The broker of a queue or topic, which must be described there too.</summary>
    /// <exception cref="DiracException">BadConfiguration: something is missing or makes no sense.</exception>
    public static MqService Find(CfgSection root, MqUri uri)
    {
        var section = root.GetSection($"{Place}/{uri.Service}") ?? throw Bad($"{uri}: there is no section {Place}/{uri.Service}.", "Describe the broker there.");
        if (root.GetSection($"{Place}/{uri.Section}") is null) throw Bad($"{uri}: there is no section {Place}/{uri.Section}.", "Add it, even if it stays empty: it says that the queue or topic is meant.");
        var protocol = section.GetOption("MQType", "Stomp").ToUpperInvariant() switch
        {
            "STOMP" => MqProtocol.Stomp,
            "AMQP" => MqProtocol.Amqp,
            _ => throw Bad($"{Place}/{uri.Service}/MQType = {section.GetOption("MQType")} is not known.", "Write Stomp or AMQP."),
        };
        var usesTls = section.GetOption("SSLVersion") is { Length: > 0 };
        var paths = GridSecurityPaths.Find(root, Environment.GetEnvironmentVariable);
        return new MqService
        {
            Name = uri.Service,
            Protocol = protocol,
            Hosts = string.Join(' ', section.GetList("Host")) is { Length: > 0 } hosts ? hosts : throw Bad($"{Place}/{uri.Service} names no Host.", "Give the broker's host name."),
            Port = PortOf(section, uri.Service, protocol, usesTls),
            VHost = section.GetOption("VHost", "/"),
            User = Text(section, "User"),
            Password = Text(section, "Password"),
            UsesTls = usesTls,
            Certificate = usesTls ? Own(section, "HostCertificate", paths.Certificate) : "",
            Key = usesTls ? Own(section, "HostKey", paths.Key) : "",
            Authorities = usesTls ? Text(section, "CALocation") ?? (Directory.Exists(paths.Authorities) ? paths.Authorities : "") : "",
        };
    }

    /// <summary>Whether messages sent to a destination survive a restart of the broker. DIRAC's option; yes when it is not given.</summary>
    public static bool IsPersistent(CfgSection root, MqUri uri) => root.GetBool($"{Place}/{uri.Section}/Persistent", true);

    // A certificate that is only where certificates usually are is shown if it is there.
    private static string Own(CfgSection section, string option, string usual) => Text(section, option) ?? (File.Exists(usual) ? usual : "");

    private static string? Text(CfgSection section, string option) => section.GetOption(option) is { Length: > 0 } text ? text : null;

    private static int PortOf(CfgSection section, string service, MqProtocol protocol, bool usesTls)
    {
        var text = Text(section, "Port");
        if (text is null) return protocol == MqProtocol.Stomp ? StompPort : usesTls ? AmqpTlsPort : AmqpPort;
        return ushort.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var port) && port > 0 ? port : throw Bad($"{Place}/{service}/Port = {text} is no port.", "Write a number from 1 to 65535.");
    }

    private static DiracException Bad(string problem, string advice) => new(ErrorCode.BadConfiguration, problem, advice);
}
