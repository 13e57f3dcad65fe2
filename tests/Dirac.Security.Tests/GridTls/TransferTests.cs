using System.Net.Sockets;
using System.Security.Cryptography;
using Dirac.Security.GridTls;
using Dirac.Security.GridTls.Interop;

namespace Dirac.Security.Tests.GridTls;

public sealed class TransferTests
{
    private const int Volume = 50 * 1024 * 1024;
    private static readonly TlsBed Bed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAndWrite_BothWaysAtOnce_EveryByteArrives(bool isTls12)
    {
        var (server, client) = await TlsBed.ShakeAsync(Bed.Server(), Bed.Client(isTls12, Bed.Grid.User));
        await using var _ = server;
        await using var __ = client;

        var there = PumpAsync(client, server, seed: 1);
        var back = PumpAsync(server, client, seed: 2);

        await Task.WhenAll(there, back);
    }

    [Fact]
    public async Task Write_OfOnePiece_ArrivesWhole()
    {
        var (server, client) = await TlsBed.ShakeAsync(Bed.Server(), Bed.Client(false));
        await using var _ = server;
        await using var __ = client;
        var sent = RandomNumberGenerator.GetBytes(7_654_321);

        var writing = client.WriteAsync(sent, Cancellation).AsTask();
        var got = new byte[sent.Length];
        await server.ReadExactlyAsync(got, Cancellation);
        await writing;

        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(got));
    }

    [Fact]
    public async Task Dispose_SaysThatNothingFollows_AndReadsAsTheEnd()
    {
        var (server, client) = await TlsBed.ShakeAsync(Bed.Server(), Bed.Client(false));
        await using var _ = server;

        await client.WriteAsync("all"u8.ToArray(), Cancellation);
        await client.DisposeAsync();

        Assert.Equal(3, await server.ReadAsync(new byte[10], Cancellation));
        Assert.Equal(0, await server.ReadAsync(new byte[10], Cancellation));
        Assert.Equal(0, await server.ReadAsync(new byte[10], Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await client.WriteAsync("more"u8.ToArray(), Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ReadAsync(new byte[1], Cancellation).AsTask());
    }

    [Fact]
    public async Task Read_PeerGoesWithoutAWord_IsTheEnd()
    {
        var (server, client, inner) = await ShakeAsync();
        await using var _ = server;
        await client.WriteAsync("all"u8.ToArray(), Cancellation);

        inner.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(3, await server.ReadAsync(new byte[10], Cancellation));
        Assert.Equal(0, await server.ReadAsync(new byte[10], Cancellation));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Read_PeerGoesInsideARecord_IsTheEndAndNoData()
    {
        var (server, _, inner) = await ShakeAsync();
        await using var _1 = server;
        await inner.WriteAsync(new byte[] { 0x17, 3, 3, 0x40, 0, 1, 2, 3 }, Cancellation);

        inner.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await server.ReadAsync(new byte[10], Cancellation));
    }

    [Fact]
    public async Task Read_ForgedRecord_IsRefusedWithAReason()
    {
        var (server, _, inner) = await ShakeAsync();
        await using var _1 = server;
        byte[] record = [0x17, 3, 3, 0, 40, .. RandomNumberGenerator.GetBytes(40)];

        await inner.WriteAsync(record, Cancellation);

        var failure = await Assert.ThrowsAsync<GridTlsException>(() => server.ReadAsync(new byte[10], Cancellation).AsTask());
        Assert.StartsWith("OpenSSL says: ", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(async () => await server.WriteAsync("x"u8.ToArray(), Cancellation));
    }

    [Fact]
    public async Task Read_Cancelled_LosesNothing()
    {
        var (server, client) = await TlsBed.ShakeAsync(Bed.Server(), Bed.Client(false));
        await using var _ = server;
        await using var __ = client;
        using var stop = new CancellationTokenSource();
        var waiting = server.ReadAsync(new byte[10], stop.Token).AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.ReadAsync(new byte[10], Cancellation).AsTask());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await client.WriteAsync("later"u8.ToArray(), Cancellation);

        Assert.Equal(5, await server.ReadAsync(new byte[10], Cancellation));
    }

    [Fact]
    public async Task Write_Cancelled_LetsNothingFollow()
    {
        var (server, client) = await TlsBed.ShakeAsync(Bed.Server(), Bed.Client(false));
        await using var _ = server;
        await using var __ = client;
        using var stop = new CancellationTokenSource();

        // Nobody reads: the network's buffers fill up.
        var writing = client.WriteAsync(new byte[64 * 1024 * 1024], stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await Assert.ThrowsAsync<IOException>(async () => await client.WriteAsync("x"u8.ToArray(), Cancellation));
    }

    [Fact]
    public async Task Handshake_PeerSaysNothing_EndsWithTheToken()
    {
        var (there, here) = await TlsBed.ConnectAsync();
        await using var _ = here;
        using var stop = new CancellationTokenSource();
        var accepting = GridTlsStream.AuthenticateAsServerAsync(there, Bed.Server(), stop.Token);
        // One byte of a record, and then nothing: the slow way to hold a connection.
        await here.WriteAsync(new byte[] { 0x16 }, Cancellation);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting);
        Assert.Equal(0, await here.ReadAsync(new byte[1], Cancellation));
    }

    [Fact]
    public async Task Handshake_PeerGoes_IsSaid()
    {
        var (there, here) = await TlsBed.ConnectAsync();
        var accepting = GridTlsStream.AuthenticateAsServerAsync(there, Bed.Server(), Cancellation);
        await here.WriteAsync(new byte[] { 0x16, 3, 1, 0, 200, 1 }, Cancellation);

        await here.DisposeAsync();

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => accepting);
        Assert.Equal("The peer closed the connection during the handshake.", failure.Message);
    }

    [Fact]
    public async Task Connections_ManyOpenedAndClosed_LeaveNothingNative()
    {
        const int Many = 500;
        var server = Bed.Server();
        var client = Bed.Client(false, Bed.Grid.MakeProxy(Bed.Grid.User), Bed.Grid.User);
        var before = SafeTlsHandle.Released;

        for (var number = 0; number < Many; number++)
        {
            var (there, here) = await TlsBed.ShakeAsync(server, client);
            await here.WriteAsync("x"u8.ToArray(), Cancellation);
            Assert.Equal(1, await there.ReadAsync(new byte[1], Cancellation));
            await here.DisposeAsync();
            await there.DisposeAsync();
        }

        Assert.True(SafeTlsHandle.Released - before >= 2 * Many, $"{SafeTlsHandle.Released - before} of {2 * Many} were freed.");
    }

    private static async Task<(GridTlsStream Server, GridTlsStream Client, NetworkStream Inner)> ShakeAsync()
    {
        var (there, here) = await TlsBed.ConnectAsync();
        var accepting = GridTlsStream.AuthenticateAsServerAsync(there, Bed.Server(), Cancellation);
        var client = await GridTlsStream.AuthenticateAsClientAsync(here, Bed.Client(false), TlsBed.HostName, Cancellation);
        return (await accepting, client, here);
    }

    private static async Task PumpAsync(GridTlsStream from, GridTlsStream to, int seed)
    {
        var writing = WriteAllAsync(from, seed);
        var expected = Generator(seed);
        var buffer = new byte[70_000];
        var own = new byte[70_000];
        for (var got = 0; got < Volume;)
        {
            var count = await to.ReadAsync(buffer, Cancellation);
            Assert.NotEqual(0, count);
            expected.Fill(own.AsSpan(0, count));
            Assert.True(buffer.AsSpan(0, count).SequenceEqual(own.AsSpan(0, count)), $"Bytes after {got} differ.");
            got += count;
        }

        await writing;
    }

    private static async Task WriteAllAsync(GridTlsStream stream, int seed)
    {
        var content = Generator(seed);
        var sizes = new[] { 1, 100, 4096, 16_384, 40_000, 300_000 };
        var buffer = new byte[sizes[^1]];
        for (int sent = 0, turn = 0; sent < Volume; turn++)
        {
            var size = Math.Min(sizes[turn % sizes.Length], Volume - sent);
            content.Fill(buffer.AsSpan(0, size));
            await stream.WriteAsync(buffer.AsMemory(0, size), Cancellation);
            sent += size;
        }
    }

    private static Sequence Generator(int seed) => new((uint)seed * 2_654_435_761);

    /// <summary>The same bytes for the same seed, however they are asked for.</summary>
    private sealed class Sequence(uint state)
    {
        private uint _state = state;

        public void Fill(Span<byte> into)
        {
            foreach (ref var one in into)
            {
                _state = _state * 1_664_525 + 1_013_904_223;
                one = (byte)(_state >> 24);
            }
        }
    }
}
