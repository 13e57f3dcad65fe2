namespace Dirac.Pilot.Payloads;

/// <summary>What a payload may act as its owner with. Secret.</summary>
internal sealed record PayloadCredentials
{
    /// <summary>No credentials.</summary>
    internal static PayloadCredentials None { get; } = new();

    /// <summary>The limited proxy, PEM: certificate, key and chain; null when the owner has none.</summary>
    public ReadOnlyMemory<byte>? Proxy { get; init; }

    /// <summary>The bearer token; null when the owner has none.</summary>
    public ReadOnlyMemory<byte>? Token { get; init; }

    /// <summary>When to fetch them again; null when that is not needed.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>Says what there is, never what it says.</summary>
    public override string ToString() => $"proxy: {Proxy is not null}, token: {Token is not null}, renewed at {RenewAt:O}";
}
