using Dirac.Client.Rpc;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Wire.Dips;
using Dirac.Wire.Replies;

namespace Dirac.Client.Tests.Rpc;

public sealed class RpcClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_Service_GetsItsReply_AndTellsWhoCalls()
    {
        using var server = new PlainServer();
        var client = Client("DIRAC\n{\n  Setup = S\n  VirtualOrganization = vo\n}\n", new RpcIdentity { DelegatedDn = "/CN=x", DelegatedGroup = "g" });

        var reply = await client.CallAsync(server.Url, "echo", [1, "two"], Cancellation);

        Assert.True(reply.IsOk);
        Assert.Equal("two", reply.Value.AsList().Span[1].AsText());
        Assert.Equal(("Test/Echo", "S", "vo", "echo"), (server.Last!.Service, server.Last.Setup, server.Last.Vo, server.Last.ActionName));
        Assert.Equal(new DipsExtraCredentials.Delegation("/CN=x", "g"), server.Last.ExtraCredentials);
    }

    [Fact]
    public async Task Call_AddressThatIsDown_GoesToTheOther()
    {
        using var server = new PlainServer();
        var client = Client($$"""
            Systems
            {
              Test
              {
                URLs
                {
                  Echo = dip://127.0.0.1:1/Test/Echo
                }
                FailoverURLs
                {
                  Echo = {{server.Url}}
                }
              }
            }
            """);

        Assert.True((await client.CallAsync("Test/Echo", "echo", [], Cancellation)).IsOk);
    }

    [Fact]
    public async Task Call_ReplyThatIsLost_IsNotRepeated_AndSaysThatItMayBeDone()
    {
        using var server = new PlainServer { Hangups = 1 };

        var lost = await Assert.ThrowsAsync<DiracException>(() => Client("").CallAsync(server.Url, "echo", [], Cancellation));

        Assert.Equal(ErrorCode.Unavailable, lost.Code);
        Assert.Contains("may have done", lost.Advice, StringComparison.Ordinal);
        Assert.Equal(0, server.Proposals);
    }

    [Fact]
    public async Task Call_NobodyThere_SaysSo()
    {
        var failed = await Assert.ThrowsAsync<DiracException>(() => Client("").CallAsync("dip://127.0.0.1:1/Test/Echo", "echo", [], Cancellation));

        Assert.Equal(ErrorCode.Unavailable, failed.Code);
        Assert.Contains("dip://127.0.0.1:1/Test/Echo", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RefusedForAuthorisation_IsNotRepeated()
    {
        using var server = new PlainServer(_ => RpcReply.Fail(1111, "Unauthorized query"));

        var reply = await Client("").CallAsync(server.Url, "echo", [], Cancellation);

        Assert.Equal((1111, 1), (reply.Errno, server.Proposals));
    }

    [Fact]
    public async Task Call_RefusedForAnotherReason_IsRepeatedThreeTimes()
    {
        using var server = new PlainServer(_ => RpcReply.Fail("busy"));

        var reply = await Client("").CallAsync(server.Url, "echo", [], Cancellation);

        Assert.Equal(("busy", 4), (reply.Message, server.Proposals));
    }

    [Fact]
    public async Task Call_DipsWithoutACertificate_SaysHowToGetOne()
    {
        using var server = new PlainServer();

        var failed = await Assert.ThrowsAsync<DiracException>(() => Client("").CallAsync(server.Url.Replace("dip://", "dips://", StringComparison.Ordinal), "echo", [], Cancellation));

        Assert.Contains("dirac proxy init", failed.Advice, StringComparison.Ordinal);
    }

    private static RpcClient Client(string configuration, RpcIdentity? identity = null) => new(
        identity ?? new RpcIdentity(),
        new RpcClientOptions { Configuration = () => Cfg.Parse(configuration), Pause = TimeSpan.FromMilliseconds(1) },
        TimeProvider.System,
        new Random(7));
}
