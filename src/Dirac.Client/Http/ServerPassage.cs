using System.Net.Sockets;
using System.Text;
using Dirac.Client.Letters;
using Dirac.Model.Errors;

namespace Dirac.Client.Http;

/// <summary>How connections are made to a server whose address cannot be reached from here: through a socket of a gate, or through a relay on it, by its network or by files.</summary>
/// <remarks>Only the way is another: the server's certificate is judged by its address as ever, so nobody on the way can read or change anything.</remarks>
public sealed class ServerPassage
{
    private const string Unix = "unix";
    private const string Relay = "relay";
    private const string Files = "files";
    // What the kernel takes as a socket's path, with its final NUL.
    private const int LongestSocketPath = 107;

    private readonly string _scheme;
    private readonly string _path;
    private readonly LetterPassage _letters;

    private ServerPassage(string scheme, string path, TimeProvider clock) =>
        (_scheme, _path, _letters) = (scheme, path, new LetterPassage(path, new LetterOptions(), clock));

    /// <summary>
    /// Reads <c>unix:/path/of/a/socket</c>, <c>relay:/path/of/a/file</c>, where the file holds a <see cref="RelayAddress"/>, or <c>files:/path/of/a/directory</c>,
    /// which is shared with a relay's <see cref="LetterDesk"/>.
    /// </summary>
    /// <param name="text">The text; the path is absolute.</param>
    /// <param name="clock">Measures how long others are silent.</param>
    /// <exception cref="DiracException">BadRequest: it is none of them.</exception>
    public static ServerPassage Parse(string text, TimeProvider clock)
    {
        var colon = text.IndexOf(':');
        var (scheme, path) = colon < 0 ? ("", "") : (text[..colon], text[(colon + 1)..]);
        if (scheme is not (Unix or Relay or Files) || !path.StartsWith('/') || path.Contains('\0')) throw Wrong($"'{text}' is no way to a server.");
        if (scheme == Unix && Encoding.UTF8.GetByteCount(path) > LongestSocketPath) throw Wrong($"The path of the socket {path} is longer than {LongestSocketPath} bytes.");
        return new ServerPassage(scheme, path, clock);
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => $"{_scheme}:{_path}";

    /// <summary>Makes a connection on which the server is heard as if it had been called directly.</summary>
    /// <exception cref="DiracException">Unavailable: the way is closed at the moment.</exception>
    internal ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken) => _scheme switch
    {
        Unix => ConnectToSocketAsync(cancellationToken),
        Relay => ConnectToRelayAsync(cancellationToken),
        _ => ConnectByFilesAsync(cancellationToken),
    };

    private async ValueTask<Stream> ConnectToSocketAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException trouble) throw Closed($"The gate's socket {_path} is not there ({trouble.SocketErrorCode})", error);
            throw;
        }
    }

    // The file is read for every connection: a relay that was started again listens elsewhere and wants another key.
    private async ValueTask<Stream> ConnectToRelayAsync(CancellationToken cancellationToken)
    {
        var relay = await ReadFileAsync(cancellationToken).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(relay.Host, relay.Port, cancellationToken).ConfigureAwait(false);
            await socket.SendAsync(Encoding.ASCII.GetBytes(relay.Key + "\n"), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException trouble) throw Closed($"The relay of {_path} does not answer at {relay} ({trouble.SocketErrorCode})", error);
            throw;
        }
    }

    private async ValueTask<Stream> ConnectByFilesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _letters.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw Closed(error.Message.TrimEnd('.'), error);
        }
    }

    private async Task<RelayAddress> ReadFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(_path, cancellationToken).ConfigureAwait(false);
            return RelayAddress.TryParse(text) ?? throw Closed($"The file {_path} does not hold a relay's address", null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Closed($"The file of the gate's relay {_path} cannot be read ({error.Message})", error);
        }
    }

    private static DiracException Wrong(string what) =>
        new(ErrorCode.BadRequest, what, "Write unix:/path/of/a/socket, relay:/path/of/a/file or files:/path/of/a/directory.");

    private static DiracException Closed(string what, Exception? cause) =>
        new(ErrorCode.Unavailable, $"{what}: is the server connected to the site?", "It comes back when the server connects to the site again.", cause);
}
