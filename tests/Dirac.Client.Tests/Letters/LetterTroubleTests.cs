using System.Diagnostics;
using System.Runtime.Versioning;
using Dirac.Client.Letters;
using Dirac.Testing;

namespace Dirac.Client.Tests.Letters;

/// <summary>What becomes of connections when a side dies, and of files that should not be there.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LetterTroubleTests : IDisposable
{
    private const string Pilot = "0000000000001234";
    private const string Nobody = "0000000000000009";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static LetterOptions Quick => RunningDesk.Quick;

    private string Shared => _folder.File("shared");

    private LetterPlaces Places => new(Shared);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pilot_Killed_ItsConnectionBreaksAndItsMailboxGoes()
    {
        await using var desk = new RunningDesk(Shared);
        var outbox = Ask(desk, connection: 1);
        outbox.Send(LetterName.Of(Pilot, 1, 1), new Letter(LetterKind.Data, 0, "last words"u8.ToArray()));
        var relay = await desk.TakeAsync();

        Assert.Equal(10, await LetterStreamTests.HearAsync(relay));
        var error = await Assert.ThrowsAsync<IOException>(() => LetterStreamTests.HearAsync(relay));

        Assert.Contains("no sign of life", error.Message, StringComparison.Ordinal);
        await LetterStreamTests.UntilAsync(() => !Directory.Exists(Places.Down(desk.Relay, Pilot)), "The mailbox of a dead pilot stays.");
    }

    [Fact]
    public async Task Pilot_SaysNothingButLives_KeepsItsConnection()
    {
        await using var desk = new RunningDesk(Shared);
        await using var pilot = await new LetterPassage(Shared, Quick, TimeProvider.System).ConnectAsync(Token);
        var relay = await desk.TakeAsync();
        await Task.Delay(Quick.PilotSilence + Quick.RelaySilence, TimeProvider.System, Token);

        await relay.WriteAsync("x"u8.ToArray(), Token);

        Assert.Equal(1, await LetterStreamTests.HearAsync(pilot));
    }

    [Fact]
    public async Task Relay_Killed_ConnectionBreaksWithinTheLimit()
    {
        var sign = APlaceWithoutARelay();
        var connecting = new LetterPassage(Shared, Quick, TimeProvider.System).ConnectAsync(Token).AsTask();
        await AnswerAsync(sign.Relay);
        var pilot = await connecting;
        var begun = TimeProvider.System.GetTimestamp();

        var error = await Assert.ThrowsAsync<IOException>(() => LetterStreamTests.HearAsync(pilot));

        Assert.Contains("no sign of life", error.Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0.3, 10);
        await Assert.ThrowsAsync<IOException>(async () => await pilot.WriteAsync(new byte[1], Token));
    }

    [Fact]
    public async Task Relay_StartedAgain_OldConnectionsBreakAtOnceAndNewOnesWork()
    {
        await using var first = new RunningDesk(Shared);
        var passage = new LetterPassage(Shared, Quick with { RelaySilence = TimeSpan.FromHours(1) }, TimeProvider.System);
        var old = await passage.ConnectAsync(Token);
        var reading = LetterStreamTests.HearAsync(old);

        await using var second = new RunningDesk(Shared);

        await Assert.ThrowsAsync<IOException>(() => reading);
        await first.Work.WaitAsync(TimeSpan.FromSeconds(20), Token);
        await using var pilot = await passage.ConnectAsync(Token);
        await (await second.TakeAsync()).WriteAsync("y"u8.ToArray(), Token);
        Assert.Equal(1, await LetterStreamTests.HearAsync(pilot));
        Assert.Equal([Places.Of(second.Relay)], Directory.EnumerateDirectories(Shared));
    }

    [Fact]
    public async Task Relay_Ends_LeavesNothing()
    {
        await using (new RunningDesk(Shared)) Assert.True(File.Exists(Places.Sign));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Shared));
    }

    [Fact]
    public async Task Connect_NoRelay_SaysSo() => Assert.Contains("shared", (await FailToConnectAsync()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Connect_RelayThatIsDead_EndsWithinPatience()
    {
        APlaceWithoutARelay();

        Assert.Contains("does not answer", (await FailToConnectAsync(Quick with { Patience = TimeSpan.FromMilliseconds(300) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_RelayRefuses_SaysWhy()
    {
        await using var desk = new RunningDesk(Shared, serveAsync: (_, _) => throw new IOException("The server is out for lunch."));

        Assert.Contains("out for lunch", (await FailToConnectAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_MoreThanTheRelayTakes_IsRefused()
    {
        await using var desk = new RunningDesk(Shared, Quick with { MostConnections = 1 });
        await using var pilot = await new LetterPassage(Shared, Quick, TimeProvider.System).ConnectAsync(Token);

        Assert.Contains("no room", (await FailToConnectAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_DirectoryThatOthersMayEnter_IsRefused()
    {
        await using var desk = new RunningDesk(Shared);
        File.SetUnixFileMode(Shared, (UnixFileMode)0x1ED);

        Assert.Contains("owner only", (await FailToConnectAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DirectoryThatOthersMayEnter_IsMadePrivate()
    {
        Directory.CreateDirectory(Shared, (UnixFileMode)0x1FF);
        await using var desk = new RunningDesk(Shared);

        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(Shared));
        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(Places.Up(desk.Relay)));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("noise")]
    [InlineData("too large")]
    [InlineData("link")]
    [InlineData("link to nothing")]
    [InlineData("pipe")]
    public async Task Letter_ThatIsNone_EndsItsConnectionAndNoOther(string what)
    {
        await using var desk = new RunningDesk(Shared);
        await using var good = await new LetterPassage(Shared, Quick, TimeProvider.System).ConnectAsync(Token);
        var goodRelay = await desk.TakeAsync();
        Ask(desk, connection: 1);
        var relay = await desk.TakeAsync();

        Put(Path.Combine(Places.Up(desk.Relay), LetterName.Of(Pilot, 1, 1).ToString()), what);

        await Assert.ThrowsAsync<IOException>(() => LetterStreamTests.HearAsync(relay));
        await good.WriteAsync("z"u8.ToArray(), Token);
        Assert.Equal(1, await LetterStreamTests.HearAsync(goodRelay));
    }

    [Theory]
    [InlineData("Alive", 0UL)]
    [InlineData("Data", 1UL)]
    public async Task Letter_ThatMakesNoSense_EndsItsConnection(string kind, ulong taken)
    {
        await using var desk = new RunningDesk(Shared);
        Ask(desk, connection: 1).Send(LetterName.Of(Pilot, 1, 1), new Letter(Enum.Parse<LetterKind>(kind), taken, ReadOnlyMemory<byte>.Empty));

        var relay = await desk.TakeAsync();

        await Assert.ThrowsAsync<IOException>(() => LetterStreamTests.HearAsync(relay));
    }

    [Fact]
    public async Task Letters_MoreThanTheWindow_EndTheConnection()
    {
        await using var desk = new RunningDesk(Shared);
        var outbox = Ask(desk, connection: 1);
        for (uint number = 1; number < 12; number++) outbox.Send(LetterName.Of(Pilot, 1, number), new Letter(LetterKind.Data, 0, new byte[Quick.Piece]));

        var relay = await desk.TakeAsync();

        await LetterStreamTests.UntilAsync(() => relay.Sending.IsCompleted, "It takes more than it may.");
        Assert.Contains("more than it may", (await Assert.ThrowsAsync<IOException>(() => LetterStreamTests.HearAsync(relay))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_OfNobody_AreRemovedAfterAWhile()
    {
        await using var desk = new RunningDesk(Shared);
        string[] strays = ["readme", LetterName.Of(Nobody, 9, 9) + ".new", LetterName.Of(Nobody, 9, 9).ToString()];
        foreach (var stray in strays) Put(Path.Combine(Places.Up(desk.Relay), stray), "noise");
        Directory.CreateDirectory(Places.Down(desk.Relay, Nobody));
        Put(Path.Combine(Places.Down(desk.Relay, Nobody), "x"), "noise");

        await LetterStreamTests.UntilAsync(() => !Directory.EnumerateFileSystemEntries(Places.Up(desk.Relay)).Any(), "Letters of nobody stay.");
        await LetterStreamTests.UntilAsync(() => !Directory.EnumerateFileSystemEntries(Places.Down(desk.Relay)).Any(), "A mailbox of nobody stays.");
    }

    private async Task<IOException> FailToConnectAsync(LetterOptions? options = null) =>
        await Assert.ThrowsAnyAsync<IOException>(async () => await new LetterPassage(Shared, options ?? Quick, TimeProvider.System).ConnectAsync(Token));

    // A pilot that writes its letters by hand, and reads none.
    private LetterFiles Ask(RunningDesk desk, uint connection)
    {
        Directory.CreateDirectory(Places.Down(desk.Relay, Pilot));
        var outbox = new LetterFiles(Places.Up(desk.Relay), Quick);
        outbox.Send(LetterName.Of(Pilot, connection, 0), new Letter(LetterKind.Open, 0, ReadOnlyMemory<byte>.Empty));
        return outbox;
    }

    private RelaySign APlaceWithoutARelay()
    {
        RelayPlace.Take(Shared, "00000000000000aa");
        return RelayWatch.Read(Places)!;
    }

    private async Task AnswerAsync(string relay)
    {
        var asked = new LetterFiles(Places.Up(relay), Quick);
        await LetterStreamTests.UntilAsync(() => asked.List().Letters.Count == 1, "No connection was asked for.");
        var name = asked.List().Letters[0];
        new LetterFiles(Places.Down(relay, name.Pilot), Quick).Send(name, new Letter(LetterKind.Open, 0, ReadOnlyMemory<byte>.Empty));
    }

    private static void Put(string path, string what)
    {
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "link to nothing":
                File.CreateSymbolicLink(path, "/nowhere");
                break;
            case "pipe":
                using (var process = Process.Start("mkfifo", path)) process.WaitForExit();
                break;
            default:
                File.WriteAllBytes(path, what switch { "empty" => [], "noise" => new byte[100], _ => new byte[Quick.Piece + Letter.HeaderLength + 1] });
                break;
        }
    }
}
