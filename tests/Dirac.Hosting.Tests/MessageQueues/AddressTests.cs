using Dirac.Hosting.MessageQueues;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Hosting.MessageQueues.Sending;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Hosting.Tests.MessageQueues;

public sealed class AddressTests
{
    private const string Service = "/Resources/MQServices/mardirac3.in2p3.fr";

    private static readonly MqUri Uri = new("mardirac3.in2p3.fr", MqKind.Queue, "TestQueue");

    private static CfgSection Root => CfgSection.Empty
        .With($"{Service}/MQType", "Stomp")
        .With($"{Service}/Host", "mardirac3.in2p3.fr, other.in2p3.fr")
        .With($"{Service}/Port", "9165")
        .With($"{Service}/VHost", "/dirac")
        .With($"{Service}/User", "guest")
        .With($"{Service}/Password", "hidden-word")
        .With($"{Service}/Queues/TestQueue/Acknowledgement", "True")
        .With($"{Service}/Queues/TestQueue/Persistent", "False");

    [Theory]
    [InlineData("a.b::Queues::q", MqKind.Queue, "q", "a.b::Queues::q")]
    [InlineData("a.b::Queue::q/x", MqKind.Queue, "q/x", "a.b::Queues::q/x")]
    [InlineData(" a :: topics :: t.> ", MqKind.Topic, "t.>", "a::Topics::t.>")]
    public void Parse_DiracsForms_AreUnderstood(string text, MqKind kind, string name, string written)
    {
        var uri = MqUri.Parse(text);

        Assert.Equal((kind, name, written), (uri.Kind, uri.Name, uri.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a::q")]
    [InlineData("a::Exchanges::q")]
    [InlineData("::Queues::q")]
    [InlineData("a::Queues::")]
    [InlineData("a/b::Queues::q")]
    public void Parse_Others_AreRefusedWithAdvice(string text)
    {
        var refused = Assert.Throws<DiracException>(() => MqUri.Parse(text));

        Assert.Equal(ErrorCode.BadConfiguration, refused.Code);
        Assert.Contains("::", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_DiracsOptions_AreHonoured()
    {
        var service = MqServices.Find(Root, Uri);

        Assert.Equal((MqProtocol.Stomp, "mardirac3.in2p3.fr other.in2p3.fr", 9165, "/dirac", "guest", false), (service.Protocol, service.Hosts, service.Port, service.VHost, service.User, service.UsesTls));
        Assert.DoesNotContain("hidden", service.ToString(), StringComparison.Ordinal);
        Assert.False(MqServices.IsPersistent(Root, Uri));
        Assert.True(MqServices.IsPersistent(Root, Uri with { Name = "another" }));
    }

    [Fact]
    public void Find_Defaults_AreTheProtocols()
    {
        var root = Root.Without($"{Service}/Port").Without($"{Service}/VHost").Without($"{Service}/MQType");
        Assert.Equal((61613, "/"), (MqServices.Find(root, Uri).Port, MqServices.Find(root, Uri).VHost));
        Assert.Equal(5672, MqServices.Find(root.With($"{Service}/MQType", "amqp"), Uri).Port);
        Assert.Equal((5671, true), (MqServices.Find(root.With($"{Service}/MQType", "AMQP").With($"{Service}/SSLVersion", "TLSv1"), Uri).Port, MqServices.Find(root.With($"{Service}/SSLVersion", "TLSv1"), Uri).UsesTls));
    }

    [Theory]
    [InlineData("MQType", "Kafka")]
    [InlineData("Port", "0")]
    [InlineData("Port", "x")]
    [InlineData("Host", "")]
    public void Find_Nonsense_IsRefused(string option, string value) =>
        Assert.Equal(ErrorCode.BadConfiguration, Assert.Throws<DiracException>(() => MqServices.Find(Root.With($"{Service}/{option}", value), Uri)).Code);

    [Fact]
    public void Find_DestinationWithoutSection_IsRefused() =>
        Assert.Contains("Topics/TestQueue", Assert.Throws<DiracException>(() => MqServices.Find(Root, Uri with { Kind = MqKind.Topic })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ActiveMQ/5.17.2", "message-id=m", "m")]
    [InlineData("RabbitMQ/3.10.8", "message-id=T_1@@s@@7", null)]
    [InlineData("RabbitMQ/3.10.8", "message-id=T_1@@s@@7|amqp-message-id=given", "given")]
    [InlineData("ActiveMQ/5.17.2", "message-id=m|dirac-id=ours", "ours")]
    [InlineData("", "", null)]
    public void StayingId_IsWhatDoesNotChangeWithADelivery(string server, string headers, string? id) => Assert.Equal(
        id, StompHeaders.StayingId(headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split('=', 2)).ToDictionary(header => header[0], header => header[1]), server));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(60, 30)]
    [InlineData(100_000, 300)]
    public void Wait_GrowsWithTheAge(int ageSeconds, int waitSeconds) => Assert.Equal(TimeSpan.FromSeconds(waitSeconds), OwedWait.After(TimeSpan.FromSeconds(ageSeconds)));
}
