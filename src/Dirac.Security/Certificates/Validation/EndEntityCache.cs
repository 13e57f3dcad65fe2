using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Remembers which certificates were accepted, by SHA-256, for minutes: chaining one costs more than all else. Thread-safe.</summary>
/// <remarks>Refusals are not remembered: they may depend on what else was sent, and a stranger could fill the memory with them.</remarks>
internal sealed class EndEntityCache(TimeSpan rememberFor)
{
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The verdict remembered under the same authorities; null when there is none in time.</summary>
    public EndEntityVerdict? Find(GridCertificate certificate, CaSnapshot trust, DateTimeOffset now) =>
        _entries.TryGetValue(KeyOf(certificate), out var entry) && ReferenceEquals(entry.Trust, trust) && entry.From <= now && now <= entry.Until ? entry.Verdict : null;

    /// <summary>Remembers <paramref name="verdict"/> unless it is a refusal.</summary>
    public void Remember(GridCertificate certificate, CaSnapshot trust, EndEntityVerdict verdict, DateTimeOffset now)
    {
        if (verdict.Refused is not null || rememberFor <= TimeSpan.Zero) return;
        // Dropping everything is rare, cheap to recover from, and keeps the memory bounded without bookkeeping.
        if (_entries.Count >= MostRemembered) _entries.Clear();
        var until = now + rememberFor;
        _entries[KeyOf(certificate)] = new Entry(verdict, trust, now, until < verdict.GoodUntil ? until : verdict.GoodUntil);
    }

    private static string KeyOf(GridCertificate certificate) => Convert.ToHexString(SHA256.HashData(certificate.Der.Span));

    private sealed record Entry(EndEntityVerdict Verdict, CaSnapshot Trust, DateTimeOffset From, DateTimeOffset Until);
}
