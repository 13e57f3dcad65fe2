using System.Net.Sockets;
using System.Text;
using Dirac.Security.GridTls;

namespace Dirac.Benchmarks.Rpc;

/// <summary>A kept connection that sends one request over and over, at as little cost of its own as can be.</summary>
internal sealed class HttpsConnection : IAsyncDisposable
{
    private readonly GridTlsStream _stream;
    private readonly byte[] _buffer = new byte[256 * 1024];

    private HttpsConnection(GridTlsStream stream) => _stream = stream;

    public static async Task<HttpsConnection> OpenAsync(int port, GridTlsClientContext tls, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
        return new HttpsConnection(await GridTlsStream.AuthenticateAsClientAsync(new NetworkStream(socket, ownsSocket: true), tls, "localhost", cancellationToken));
    }

    /// <summary>The request for a call.</summary>
    public static byte[] Request(string method, string arguments)
    {
        var body = $"method={method}&args={Uri.EscapeDataString(arguments)}";
        return Encoding.ASCII.GetBytes(
            $"POST /WorkloadManagement/TornadoJobMonitoring HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Sends a request and waits for the whole answer; the answer's length.</summary>
    /// <exception cref="InvalidOperationException">The answer is no success.</exception>
    public async Task<int> CallAsync(byte[] request, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(request, cancellationToken);
        var length = 0;
        while (true)
        {
            length += await _stream.ReadAsync(_buffer.AsMemory(length), cancellationToken) is var read and > 0 ? read : throw new IOException("The server closed the connection.");
            if (WholeLength(length) is { } whole && length >= whole) return Check(whole);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private int? WholeLength(int length)
    {
        var received = _buffer.AsSpan(0, length);
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        var header = Encoding.ASCII.GetString(received[..end]);
        var at = header.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase) + "Content-Length:".Length;
        var line = header.IndexOf('\r', at) is var stop and > 0 ? header[at..stop] : header[at..];
        return end + 4 + int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
    }

    private int Check(int whole)
    {
        var answer = Encoding.UTF8.GetString(_buffer.AsSpan(0, whole));
        return answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && answer.Contains("\"OK\": true", StringComparison.Ordinal)
            ? whole
            : throw new InvalidOperationException($"The call failed: {answer[..Math.Min(answer.Length, 400)]}");
    }
}
