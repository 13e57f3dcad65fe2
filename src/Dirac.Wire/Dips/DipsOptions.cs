using Dirac.Wire.Codecs;

namespace Dirac.Wire.Dips;

/// <summary>What both sides of dips limit.</summary>
public abstract record DipsOptions
{
    /// <summary>Default of <see cref="MaxMessageBytes"/>: 128 MiB.</summary>
    public const int DefaultMaxMessageBytes = 128 * 1024 * 1024;

    /// <summary>Default of <see cref="MaxKeepAlives"/>; current peers send one in 150 s.</summary>
    public const int DefaultMaxKeepAlives = 100;

    /// <summary>Default of <see cref="MessageTimeout"/>.</summary>
    public static readonly TimeSpan DefaultMessageTimeout = TimeSpan.FromSeconds(600);

    /// <summary>Default of <see cref="AckTimeout"/>.</summary>
    public static readonly TimeSpan DefaultAckTimeout = TimeSpan.FromSeconds(30);

    private protected DipsOptions()
    {
    }

    /// <summary>Bytes of a payload; a larger message ends the conversation unread.</summary>
    public int MaxMessageBytes { get; init; } = DefaultMaxMessageBytes;

    /// <summary>Keep-alives in a row, where a message is expected; one more ends the conversation.</summary>
    public int MaxKeepAlives { get; init; } = DefaultMaxKeepAlives;

    /// <summary>How long a message may take from the moment it is expected until its last byte, and a peer to take one.</summary>
    public TimeSpan MessageTimeout { get; init; } = DefaultMessageTimeout;

    /// <summary>How long the peer of a message connection has to acknowledge a message.</summary>
    public TimeSpan AckTimeout { get; init; } = DefaultAckTimeout;

    /// <summary>On a connection that stays: how long after it has heard something of its peer this side sends something. None by default.</summary>
    /// <remarks>
    /// DIRAC's <c>MessageClient</c> sends in one thread and listens in another, on one TLS connection without a lock, and listens only some moments after it has
    /// connected. What comes back within microseconds breaks its connection, or stays unread in its buffer; some milliseconds later it does neither.
    /// </remarks>
    public TimeSpan AnswerPause { get; init; }

    /// <summary>The format of what is sent, JEncode by default; either format is read.</summary>
    public WireEncoding Encoding { get; init; } = WireEncoding.JEncode;

    /// <summary>Limits within a payload, and the classes whose objects may come.</summary>
    public WireReadOptions Values { get; init; } = WireReadOptions.Default;

    /// <summary>Measures the time-outs; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
