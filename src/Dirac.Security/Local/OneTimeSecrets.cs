using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dirac.Security.Identities;

namespace Dirac.Security.Local;

/// <summary>Secrets that admit a caller once, for links opened in a browser. In memory only, kept as hashes. Thread-safe.</summary>
public sealed class OneTimeSecrets
{
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Admission> _admissions = new(StringComparer.Ordinal);

    /// <summary>Creates an empty store that expires secrets by <paramref name="clock"/>.</summary>
    public OneTimeSecrets(TimeProvider clock) => _clock = clock;

    /// <summary>Makes a secret that admits <paramref name="caller"/> once within <paramref name="lifetime"/>.</summary>
    public string Create(Caller caller, TimeSpan lifetime)
    {
        var now = _clock.GetUtcNow();
        foreach (var (hash, admission) in _admissions)
        {
            if (admission.ExpiresAt <= now)
                _admissions.TryRemove(hash, out _);
        }

        var secret = RandomText.Create();
        _admissions[Hash(secret)] = new Admission(caller, now + lifetime);
        return secret;
    }

    /// <summary>Uses <paramref name="secret"/> up; null when it is unknown, expired or used before.</summary>
    public Caller? Redeem(string secret) =>
        _admissions.TryRemove(Hash(secret), out var admission) && admission.ExpiresAt > _clock.GetUtcNow() ? admission.Caller : null;

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private sealed record Admission(Caller Caller, DateTimeOffset ExpiresAt);
}
