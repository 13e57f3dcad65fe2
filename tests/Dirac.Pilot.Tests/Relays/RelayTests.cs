using System.Text;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests.Relays;

public sealed class RelayTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Connection_RightKey_IsCarriedBothWaysWithHalfClose()
    {
        await using var relay = new RunningRelay(_folder);
        using var target = new SocketServer(relay.Target);
        var much = new string('x', 3_000_000);

        Assert.Equal(much, await relay.AskAsync($"{relay.Key}\n{much}"));
    }

    [Fact]
    public async Task Connection_AnythingButTheKey_NeverReachesTheTarget()
    {
        await using var relay = new RunningRelay(_folder);
        using var target = new SocketServer(relay.Target);
        var flipped = (relay.Key[0] == 'a' ? 'b' : 'a') + relay.Key[1..];
        string[] abuses =
        [
            "", "\n", "hello\n", relay.Key, relay.Key + "\r\n", relay.Key[..63] + "\n", flipped + "\nx", relay.Key.ToUpperInvariant() + "!\nx", " " + relay.Key + "\nx", new string('0', 1_000_000),
        ];

        foreach (var abuse in abuses) Assert.Equal("", await relay.AskAsync(abuse));

        Assert.Equal(0, target.Taken);
        Assert.Equal("still here", await relay.AskAsync($"{relay.Key}\nstill here"));
    }

    [Fact]
    public async Task Connection_RandomBytes_NeverReachTheTarget()
    {
        await using var relay = new RunningRelay(_folder);
        using var target = new SocketServer(relay.Target);
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            using var socket = await relay.OpenAsync();
            Assert.Equal("", await RunningRelay.SayAsync(socket, bytes));
        }

        Assert.Equal(0, target.Taken);
    }

    [Fact]
    public async Task Connection_KeyInTinyPieces_IsUnderstood()
    {
        await using var relay = new RunningRelay(_folder);
        using var target = new SocketServer(relay.Target);
        using var socket = await relay.OpenAsync();
        socket.NoDelay = true;
        foreach (var letter in relay.Key) await socket.SendAsync(new[] { (byte)letter }, Token);

        Assert.Equal("well", await RunningRelay.SayAsync(socket, Encoding.ASCII.GetBytes("\nwell")));
    }

    [Fact]
    public async Task Connection_SlowAtTheFirstLine_IsHungUpOn()
    {
        var clock = new FakeTimeProvider();
        await using var relay = new RunningRelay(_folder, clock: clock);
        using var socket = await relay.OpenAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(relay.Key), Token);
        var heard = RunningRelay.HearAsync(socket);
        while (!heard.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
            Assert.True(clock.GetUtcNow() - clock.Start < TimeSpan.FromSeconds(600), "It went on listening.");
        }

        Assert.Equal("", await heard);
    }

    [Fact]
    public async Task Connection_StrangersTakeAllTheirPlaces_ThoseThatAreThereGoOn()
    {
        await using var relay = new RunningRelay(_folder, options => options with { MostStrangers = 2 });
        using var target = new SocketServer(relay.Target);
        using var known = await relay.OpenAsync();
        await known.SendAsync(Encoding.ASCII.GetBytes(relay.Key + "\n"), Token);
        await UntilAsync(() => target.Taken == 1);
        using var first = await relay.OpenAsync();
        using var second = await relay.OpenAsync();
        using var third = await relay.OpenAsync();

        Assert.Equal("", await RunningRelay.HearAsync(third));
        Assert.Equal("goes on", await RunningRelay.SayAsync(known, Encoding.ASCII.GetBytes("goes on")));
    }

    [Fact]
    public async Task Connection_MoreThanAllowed_AreHungUpOn()
    {
        await using var relay = new RunningRelay(_folder, options => options with { MostConnections = 1 });
        using var target = new SocketServer(relay.Target);
        using var first = await relay.OpenAsync();
        await first.SendAsync(Encoding.ASCII.GetBytes(relay.Key + "\n"), Token);
        await UntilAsync(() => target.Taken == 1);

        Assert.Equal("", await relay.AskAsync($"{relay.Key}\nsecond"));
        Assert.Equal("first", await RunningRelay.SayAsync(first, Encoding.ASCII.GetBytes("first")));
        await UntilAsync(async () => await relay.AskAsync($"{relay.Key}\nthird") == "third");
    }

    [Fact]
    public async Task Target_AwayAndBack_IsFoundAgain()
    {
        await using var relay = new RunningRelay(_folder);

        Assert.Equal("", await relay.AskAsync($"{relay.Key}\nnobody there"));
        using (new SocketServer(relay.Target)) Assert.Equal("there", await relay.AskAsync($"{relay.Key}\nthere"));
        Assert.Equal("", await relay.AskAsync($"{relay.Key}\ngone"));
        using (new SocketServer(relay.Target)) Assert.Equal("back", await relay.AskAsync($"{relay.Key}\nback"));
    }

    [Fact]
    public async Task Target_Breaks_TheOtherSideIsTold()
    {
        await using var relay = new RunningRelay(_folder);
        using var socket = await relay.OpenAsync();
        using (var target = new SocketServer(relay.Target))
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(relay.Key + "\n"), Token);
            await UntilAsync(() => target.Taken == 1);
        }

        Assert.Equal("", await RunningRelay.HearAsync(socket));
    }

    [Fact]
    public async Task Run_NobodyForLong_Ends()
    {
        var clock = new FakeTimeProvider();
        await using var relay = new RunningRelay(_folder, clock: clock);
        using var target = new SocketServer(relay.Target);
        using var known = await relay.OpenAsync();
        await known.SendAsync(Encoding.ASCII.GetBytes(relay.Key + "\n"), Token);
        await UntilAsync(() => target.Taken == 1);

        clock.Advance(TimeSpan.FromDays(3));
        Assert.False(relay.Work.IsCompleted);
        Assert.Equal("x", await RunningRelay.SayAsync(known, "x"u8.ToArray()));
        known.Dispose();
        await UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromDays(1.1));
            return relay.Work.IsCompleted;
        });
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> conditionAsync)
    {
        for (var tries = 0; !await conditionAsync(); tries++)
        {
            Assert.True(tries < 1000, "It did not come about.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }
}
