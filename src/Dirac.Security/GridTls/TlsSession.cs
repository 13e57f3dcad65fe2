using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Dirac.Security.GridTls.Interop;

namespace Dirac.Security.GridTls;

/// <summary>The TLS protocol of one connection between two buffers in memory: no I/O, nothing waits. Thread-safe: one call at a time goes to OpenSSL.</summary>
internal sealed unsafe class TlsSession : IDisposable
{
    /// <summary>Where OpenSSL keeps our reference, for the callbacks.</summary>
    public const int OwnerIndex = 0;

    // Beyond this a buffer is worth giving back while the connection is idle.
    private const int SmallBuffer = 4096;

    private readonly Lock _gate = new();
    private readonly SafeTlsHandle _ssl;
    private readonly Func<IReadOnlyList<ReadOnlyMemory<byte>>, PeerVerdict> _judge;
    private nint _input;
    private nint _output;
    private bool _hasGrown = true;
    private bool _isUsable = true;

    public TlsSession(TlsContext context, Func<IReadOnlyList<ReadOnlyMemory<byte>>, PeerVerdict> judge, bool isServer, string? serverName)
    {
        _judge = judge;
        IsServer = isServer;
        Protocols = context.Protocols;
        _ssl = LibSsl.SSL_new(context.Handle);
        if (_ssl.IsInvalid) throw new CryptographicException(OpenSslErrors.Take());
        RenewInput();
        RenewOutput();
        if (isServer) LibSsl.SSL_set_accept_state(_ssl);
        else LibSsl.SSL_set_connect_state(_ssl);
        if (serverName is not null) NameServer(serverName);
    }

    /// <summary>Which side we are.</summary>
    public bool IsServer { get; }

    /// <summary>The application protocols that we speak, in order of preference.</summary>
    public IReadOnlyList<byte[]> Protocols { get; }

    /// <summary>What the peer sent, its own certificate first; empty when it sent none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PeerCertificates { get; private set; } = [];

    /// <summary>The verdict on them.</summary>
    public PeerVerdict Verdict { get; private set; }

    /// <summary>Why the last call failed.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Whether it failed because the peer does not take our certificate.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether bytes for the peer wait.</summary>
    public bool HasOutput
    {
        get
        {
            lock (_gate) return !_ssl.IsClosed && LibCrypto.BIO_ctrl_pending(_output) > 0;
        }
    }

    /// <summary>How many of them, at least 1.</summary>
    public int OutputSize
    {
        get
        {
            lock (_gate) return _ssl.IsClosed ? 1 : Math.Max(1, (int)LibCrypto.BIO_ctrl_pending(_output));
        }
    }

    /// <summary>Goes on with the handshake.</summary>
    public TlsStep Handshake()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            // Only for the time of the call: OpenSSL asks nothing outside of handshakes, and nothing must keep a forgotten session alive.
            var owner = GCHandle.Alloc(this);
            try
            {
                LibSsl.SSL_set_ex_data(_ssl, OwnerIndex, GCHandle.ToIntPtr(owner));
                LibCrypto.ERR_clear_error();
                return StepOf(LibSsl.SSL_do_handshake(_ssl));
            }
            finally
            {
                LibSsl.SSL_set_ex_data(_ssl, OwnerIndex, 0);
                owner.Free();
            }
        }
    }

    /// <summary>Decrypts into <paramref name="buffer"/>; when that is empty, tells whether there is something to decrypt.</summary>
    public TlsStep Read(Span<byte> buffer, out int count, out bool hasOutput)
    {
        byte one = 0;
        lock (_gate)
        {
            ThrowIfClosed();
            LibCrypto.ERR_clear_error();
            fixed (byte* into = buffer)
                count = buffer.IsEmpty ? LibSsl.SSL_peek(_ssl, &one, 1) : LibSsl.SSL_read(_ssl, into, buffer.Length);
            var step = StepOf(count);
            count = step == TlsStep.Done && !buffer.IsEmpty ? count : 0;
            hasOutput = LibCrypto.BIO_ctrl_pending(_output) > 0;
            return step;
        }
    }

    /// <summary>Encrypts all of <paramref name="data"/>.</summary>
    public TlsStep Write(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            _hasGrown |= data.Length > SmallBuffer;
            while (!data.IsEmpty)
            {
                LibCrypto.ERR_clear_error();
                int written;
                fixed (byte* from = data) written = LibSsl.SSL_write(_ssl, from, data.Length);
                if (StepOf(written) is not TlsStep.Done and var step) return step;
                data = data[written..];
            }

            return TlsStep.Done;
        }
    }

    /// <summary>Puts the end of our data into the output, unless the connection has failed.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_ssl.IsClosed || !_isUsable) return;
            LibCrypto.ERR_clear_error();
            if (LibSsl.SSL_shutdown(_ssl) < 0) LibCrypto.ERR_clear_error();
        }
    }

    /// <summary>Takes bytes of the peer.</summary>
    public void Feed(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            _hasGrown |= data.Length > SmallBuffer;
            fixed (byte* from = data)
            {
                if (LibCrypto.BIO_write(_input, from, data.Length) != data.Length) throw new InsufficientMemoryException();
            }
        }
    }

    /// <summary>Takes bytes for the peer out; 0 when there are none.</summary>
    public int Drain(Span<byte> buffer)
    {
        lock (_gate)
        {
            if (_ssl.IsClosed) return 0;
            fixed (byte* into = buffer) return Math.Max(0, LibCrypto.BIO_read(_output, into, buffer.Length));
        }
    }

    /// <summary>Gives buffers back that have grown: they would never shrink, and most connections are idle most of the time.</summary>
    public void Slim()
    {
        lock (_gate)
        {
            if (!_hasGrown || _ssl.IsClosed || LibCrypto.BIO_ctrl_pending(_input) > 0 || LibCrypto.BIO_ctrl_pending(_output) > 0) return;
            RenewInput();
            RenewOutput();
            _hasGrown = false;
        }
    }

    /// <summary>What was agreed in the handshake.</summary>
    public TlsFacts Describe()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            byte* protocol;
            uint length;
            LibSsl.SSL_get0_alpn_selected(_ssl, &protocol, &length);
            return new TlsFacts(
                LibSsl.SSL_version(_ssl), LibSsl.SSL_CIPHER_get_protocol_id(LibSsl.SSL_get_current_cipher(_ssl)), new ReadOnlySpan<byte>(protocol, (int)length).ToArray(),
                Marshal.PtrToStringUTF8(LibSsl.SSL_get_servername(_ssl, 0)), LibSsl.SSL_session_reused(_ssl) != 0);
        }
    }

    /// <summary>Judges what the peer sent; called by OpenSSL in the handshake.</summary>
    /// <returns>OpenSSL's number for what is wrong, 0 when nothing is.</returns>
    public int JudgePeer(IReadOnlyList<ReadOnlyMemory<byte>> sent)
    {
        PeerCertificates = sent;
        Verdict = _judge(sent);
        return Verdict.Refused is { } refused ? AlertReason.Of(refused.Fault) : 0;
    }

    /// <summary>Frees OpenSSL's object.</summary>
    public void Dispose()
    {
        lock (_gate) _ssl.Dispose();
    }

    private TlsStep StepOf(int result)
    {
        if (result > 0) return TlsStep.Done;
        switch (LibSsl.SSL_get_error(_ssl, result))
        {
            case LibSsl.ErrorWantRead:
                return TlsStep.WantsInput;
            case LibSsl.ErrorZeroReturn:
                return TlsStep.Ended;
            default:
                var reason = OpenSslErrors.Take(out var isRefusal);
                IsRefused |= isRefusal;
                Failure = Verdict.Refused?.Reason ?? (_isUsable ? reason : Failure);
                _isUsable = false;
                return TlsStep.Failed;
        }
    }

    private void NameServer(string name)
    {
        fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0')) LibSsl.SSL_ctrl(_ssl, LibSsl.SetHostName, 0, text);
    }

    private void RenewInput() => LibSsl.SSL_set0_rbio(_ssl, _input = NewBuffer());

    private void RenewOutput() => LibSsl.SSL_set0_wbio(_ssl, _output = NewBuffer());

    private static nint NewBuffer() => LibCrypto.BIO_new(LibCrypto.BIO_s_mem()) is var buffer and not 0 ? buffer : throw new InsufficientMemoryException();

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_ssl.IsClosed, typeof(GridTlsStream));
}
