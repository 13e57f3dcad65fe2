using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Microsoft.Extensions.Time.Testing;
using static Dirac.Wire.Tests.Dips.Recorded;

namespace Dirac.Wire.Tests.Dips;

/// <summary>Peers that are slow, or say nothing. What they say is there before a conversation begins, which then waits by the time it is started.</summary>
public sealed class TimeoutTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DuplexPair _pair = new();

    [Theory]
    [InlineData("", 10)]
    [InlineData("97:{", 10)]
    [InlineData(Ping, 10)]
    [InlineData(Proposal, 600)]
    [InlineData(Proposal + "29:{", 600)]
    [InlineData(Proposal + Ping, 600)]
    public async Task Server_WhoseClientSaysNoMore_GivesUpInTime(string said, int seconds)
    {
        await new RawPeer(_pair.Client).SayAsync(said);
        var running = DipsServerConversation.RunAsync(_pair.Server, new FakeServer(), new DipsServerOptions { Time = _time }, RawPeer.Soon);

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(DipsFault.TimedOut, Assert.IsType<DipsException>((await running).Fault).Fault);
    }

    [Fact]
    public async Task Server_WhoseClientSendsAByteAtATime_GivesUpAllTheSame()
    {
        var running = DipsServerConversation.RunAsync(_pair.Server, new FakeServer(), new DipsServerOptions { Time = _time }, RawPeer.Soon);
        var client = new RawPeer(_pair.Client);
        foreach (var letter in Proposal[..5])
        {
            await client.SayAsync(letter.ToString());
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(DipsFault.TimedOut, Assert.IsType<DipsException>((await running).Fault).Fault);
    }

    [Fact]
    public async Task Server_WhoseClientTakesNothing_GivesUp()
    {
        await new RawPeer(_pair.Client).SayAsync(Proposal + Arguments);
        var huge = new FakeServer { Called = _ => RpcReply.Ok(new string('x', 1_000_000)) };
        var running = DipsServerConversation.RunAsync(_pair.Server, huge, new DipsServerOptions { Time = _time }, RawPeer.Soon);

        Assert.False(running.IsCompleted);
        _time.Advance(DipsOptions.DefaultMessageTimeout);

        Assert.Equal(DipsFault.TimedOut, Assert.IsType<DipsException>((await running).Fault).Fault);
    }

    [Fact]
    public async Task Client_WhoseServerSaysNothing_GivesUp()
    {
        await using var client = new DipsClientConversation(_pair.Client, new DipsClientOptions { Time = _time });
        var calling = client.CallAsync(DipsProposal.ForCall("S/C", "m"), [], RawPeer.Soon);

        _time.Advance(DipsOptions.DefaultMessageTimeout);

        Assert.Equal(DipsFault.TimedOut, (await Assert.ThrowsAsync<DipsException>(() => calling)).Fault);
    }
}
