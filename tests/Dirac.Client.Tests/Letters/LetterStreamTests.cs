using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Client.Letters;
using Dirac.Testing;

namespace Dirac.Client.Tests.Letters;

public sealed class LetterStreamTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RunningDesk _desk = null!;
    private LetterPassage _passage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Shared => _folder.File("shared");

    public ValueTask InitializeAsync()
    {
        _desk = new RunningDesk(Shared);
        _passage = new LetterPassage(Shared, RunningDesk.Quick, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Stream_RandomPiecesBothWaysAtOnce_ArriveInOrderAndWhole()
    {
        var random = new Random(TestSeed.Next());
        var (pilot, relay) = await ConnectAsync();
        var (up, down) = (Bytes(random, 3_000_000 + random.Next(1_000_000)), Bytes(random, 3_000_000 + random.Next(1_000_000)));

        var sent = Task.WhenAll(WriteInPiecesAsync(pilot, up, random.Next()), WriteInPiecesAsync(relay, down, random.Next()));
        var heard = await Task.WhenAll(ReadInPiecesAsync(relay, random.Next()), ReadInPiecesAsync(pilot, random.Next()));
        await sent;

        Assert.True(up.SequenceEqual(heard[0]), "What went up is not what arrived.");
        Assert.True(down.SequenceEqual(heard[1]), "What went down is not what arrived.");
    }

    [Fact]
    public async Task Stream_OneDirectionEnded_TheOtherGoesOn()
    {
        var (pilot, relay) = await ConnectAsync();
        await pilot.WriteAsync("question"u8.ToArray(), Token);
        pilot.CompleteWrites();

        Assert.Equal("question", await ReadTextAsync(relay));
        await relay.WriteAsync("answer"u8.ToArray(), Token);
        relay.CompleteWrites();

        Assert.Equal("answer", await ReadTextAsync(pilot));
        await Assert.ThrowsAsync<IOException>(async () => await pilot.WriteAsync(new byte[1], Token));
    }

    [Fact]
    public async Task Stream_ManyAtOnce_KeepApart()
    {
        var pairs = new List<(LetterStream Pilot, LetterStream Relay)>();
        for (var count = 0; count < 20; count++) pairs.Add(await ConnectAsync());

        await Task.WhenAll(pairs.Select(async (pair, number) =>
        {
            await pair.Pilot.WriteAsync(Encoding.ASCII.GetBytes($"this is {number}"), Token);
            await pair.Pilot.DisposeAsync();
        }));

        for (var number = 0; number < pairs.Count; number++) Assert.Equal($"this is {number}", await ReadTextAsync(pairs[number].Relay));
    }

    [Fact]
    public async Task Stream_NobodyReads_WriterWaitsAndLittleIsThere()
    {
        var (pilot, relay) = await ConnectAsync();
        var much = Bytes(new Random(1), 8 << 20);
        var written = WriteInPiecesAsync(pilot, much, seed: 1);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Token);

        Assert.False(written.IsCompleted, "Eight megabytes were taken though nobody reads.");
        Assert.InRange(Directory.EnumerateFiles(Shared, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 0, 2 << 20);
        Assert.Equal(much, await ReadInPiecesAsync(relay, 2));
        await written;
    }

    [Fact]
    public async Task Stream_UnderTls_CarriesIt()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));
        var (pilot, relay) = await ConnectAsync();
        await using var server = new SslStream(relay);
        await using var client = new SslStream(pilot, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate!.GetCertHashString() == made.GetCertHashString());
        var much = Bytes(new Random(1), 1_500_000);

        await Task.WhenAll(server.AuthenticateAsServerAsync(made), client.AuthenticateAsClientAsync("server"));
        var sent = client.WriteAsync(much, Token);
        var heard = new byte[much.Length];
        await server.ReadExactlyAsync(heard, Token);
        await sent;

        Assert.True(much.SequenceEqual(heard));
        await server.WriteAsync("well"u8.ToArray(), Token);
        await server.DisposeAsync();
        Assert.Equal("well", await ReadTextAsync(client));
    }

    [Fact]
    public async Task Read_EmptyBuffer_WaitsUntilSomethingIsThere()
    {
        var (pilot, relay) = await ConnectAsync();
        var there = pilot.ReadAsync(Memory<byte>.Empty, Token).AsTask();
        Assert.False(there.IsCompleted);

        await relay.WriteAsync("x"u8.ToArray(), Token);

        Assert.Equal(0, await there);
        Assert.Equal(1, await HearAsync(pilot));
    }

    [Fact]
    public async Task Read_Cancelled_LosesNothing()
    {
        var (pilot, relay) = await ConnectAsync();
        using var cancelled = new CancellationTokenSource();
        var read = pilot.ReadAsync(new byte[10], cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        await relay.WriteAsync("kept"u8.ToArray(), Token);
        await relay.DisposeAsync();

        Assert.Equal("kept", await ReadTextAsync(pilot));
    }

    [Fact]
    public async Task Dispose_AfterWriting_StillDeliversAndLeavesNoMailbox()
    {
        var (pilot, relay) = await ConnectAsync();
        var much = Bytes(new Random(1), 200_000);
        await pilot.WriteAsync(much, Token);
        await pilot.DisposeAsync();

        Assert.Equal(much, await ReadInPiecesAsync(relay, 1));
        await Assert.ThrowsAsync<IOException>(async () => await WriteUntilRefusedAsync(relay));
        await Assert.ThrowsAsync<IOException>(() => HearAsync(pilot));
        await UntilAsync(() => !Directory.EnumerateFileSystemEntries(new LetterPlaces(Shared).Down(_desk.Relay)).Any(), "The pilot left its mailbox behind.");
    }

    [Fact]
    public async Task Abort_WithAReason_TellsTheOtherSide()
    {
        var (pilot, relay) = await ConnectAsync();
        relay.Abort("The server is tired.");

        var error = await Assert.ThrowsAsync<IOException>(() => HearAsync(pilot));

        Assert.Contains("The server is tired.", error.Message, StringComparison.Ordinal);
    }

    private async Task<(LetterStream Pilot, LetterStream Relay)> ConnectAsync()
    {
        var pilot = await _passage.ConnectAsync(Token);
        return (pilot, await _desk.TakeAsync());
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteInPiecesAsync(LetterStream stream, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(bytes.Length - at, random.Next(10) == 0 ? random.Next(600_000) : random.Next(1, 30_000));
            await stream.WriteAsync(bytes.AsMemory(at, count), Token);
            at += count;
        }

        stream.CompleteWrites();
    }

    private static async Task<byte[]> ReadInPiecesAsync(Stream stream, int seed)
    {
        var random = new Random(seed);
        using var heard = new MemoryStream();
        while (true)
        {
            var buffer = new byte[random.Next(1, 100_000)];
            var count = await stream.ReadAsync(buffer, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);
            if (count == 0) return heard.ToArray();
            await heard.WriteAsync(buffer.AsMemory(0, count), Token);
        }
    }

    private static async Task WriteUntilRefusedAsync(LetterStream stream)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            await stream.WriteAsync(new byte[1], Token);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    private static async Task<string> ReadTextAsync(Stream stream) => Encoding.ASCII.GetString(await ReadInPiecesAsync(stream, 1));

    internal static async Task<int> HearAsync(Stream stream) => await stream.ReadAsync(new byte[100], Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);

    internal static async Task UntilAsync(Func<bool> holds, string complaint)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 2000, complaint);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }
}
