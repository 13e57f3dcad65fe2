using Dirac.Wire.Codecs;

namespace Dirac.Wire.Https;

/// <summary>How calls over HTTPS are made.</summary>
public sealed record HttpsRpcOptions
{
    /// <summary>Default of <see cref="MaxReplyBytes"/>: 128 MiB.</summary>
    public const int DefaultMaxReplyBytes = 128 * 1024 * 1024;

    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(600);

    /// <summary>Bytes of a reply after decompression; a larger one is a failure. Content that is asked for raw has no limit here.</summary>
    public int MaxReplyBytes { get; init; } = DefaultMaxReplyBytes;

    /// <summary>How long a server has for its whole answer.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Whether bodies above 1 KiB are compressed, which servers of this generation accept. False by default.</summary>
    public bool CompressesRequests { get; init; }

    /// <summary>Limits within a reply, and the classes whose objects may come.</summary>
    public WireReadOptions Values { get; init; } = WireReadOptions.Default;

    /// <summary>Measures the time-out; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
