namespace Dirac.Wire.Stomp;

/// <summary>How a connection to a broker is begun and kept.</summary>
public sealed record StompOptions
{
    /// <summary>Default of <see cref="HeartBeat"/>.</summary>
    public static readonly TimeSpan DefaultHeartBeat = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The virtual host, in the header <c>host</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The user; null when the connection itself says who we are.</summary>
    public string? Login { get; init; }

    /// <summary>The user's password.</summary>
    public string? Passcode { get; init; }

    /// <summary>Our name in the header <c>client-id</c>, which durable subscriptions need at some brokers; null for none.</summary>
    public string? ClientId { get; init; }

    /// <summary>The versions that are offered; the newest that the broker knows too is spoken.</summary>
    public IReadOnlyList<StompVersion> Versions { get; init; } = [StompVersion.V10, StompVersion.V11, StompVersion.V12];

    /// <summary>How often each side lets the other hear something, if the broker agrees; zero for never.</summary>
    public TimeSpan HeartBeat { get; init; } = DefaultHeartBeat;

    /// <summary>How long the broker has to take a frame, to confirm one, and to answer the login.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Messages that may have come and wait to be received; one more ends the connection. Default: 10,000. Brokers are told to send fewer.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>How large frames may be.</summary>
    public StompLimits Limits { get; init; } = new();

    /// <summary>Measures the times; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
