using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dirac.Security.Certificates.Authorities;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Remembers which chains were accepted, by SHA-256 of everything that was sent, for minutes. Thread-safe.</summary>
/// <remarks>Refusals are not remembered: a stranger could fill the memory with them.</remarks>
internal sealed class ChainCache(TimeSpan rememberFor)
{
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The verdict on exactly these certificates under the same authorities; null when there is none in time.</summary>
    public ChainVerdict.Accepted? Find(IReadOnlyList<ReadOnlyMemory<byte>> sent, CaSnapshot trust, DateTimeOffset now) =>
        rememberFor > TimeSpan.Zero && _entries.TryGetValue(KeyOf(sent), out var entry) && entry.Verdict.Peer.TrustVersion == trust.Version
            && entry.From <= now && now <= entry.Until ? entry.Verdict : null;

    /// <summary>Remembers <paramref name="verdict"/> unless it is a refusal.</summary>
    public void Remember(IReadOnlyList<ReadOnlyMemory<byte>> sent, CaSnapshot trust, ChainVerdict verdict, DateTimeOffset now)
    {
        if (rememberFor <= TimeSpan.Zero || verdict is not ChainVerdict.Accepted accepted || accepted.Peer.TrustVersion != trust.Version) return;
        // Dropping everything is rare, cheap to recover from, and keeps the memory bounded without bookkeeping.
        if (_entries.Count >= MostRemembered) _entries.Clear();
        var until = now + rememberFor;
        _entries[KeyOf(sent)] = new Entry(accepted, now, until < accepted.GoodUntil ? until : accepted.GoodUntil);
    }

    // Lengths before contents: no two lists of certificates run together to the same bytes.
    private static string KeyOf(IReadOnlyList<ReadOnlyMemory<byte>> sent)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var certificate in sent)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, certificate.Length);
            hash.AppendData(length);
            hash.AppendData(certificate.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record Entry(ChainVerdict.Accepted Verdict, DateTimeOffset From, DateTimeOffset Until);
}
