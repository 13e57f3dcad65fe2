using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dirac.IdentityProvider;

/// <summary>Codes and access tokens that were given. Thread-safe.</summary>
internal sealed class Grants(TimeProvider clock)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (Visit Visit, Person Person, DateTimeOffset Until)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Person? Person, string Scope, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);

    /// <summary>A code for a person who has logged in.</summary>
    public string NewCode(Visit visit, Person person)
    {
        var code = NewSecret();
        _codes[code] = (visit, person, clock.GetUtcNow() + CodeLifetime);
        return code;
    }

    /// <summary>What a code stands for, once; null when it is unknown, used or old.</summary>
    public (Visit Visit, Person Person)? Redeem(string code) =>
        _codes.TryRemove(code, out var found) && found.Until > clock.GetUtcNow() ? (found.Visit, found.Person) : null;

    /// <summary>An access token for a person, or for a program itself.</summary>
    public string NewToken(Person? person, string scope, TimeSpan lifetime)
    {
        var token = NewSecret();
        _tokens[token] = (person, scope, clock.GetUtcNow() + lifetime);
        return token;
    }

    /// <summary>Whose token it is and for what; null when it is none of ours or old.</summary>
    public (Person? Person, string Scope)? Find(string token) =>
        _tokens.TryGetValue(token, out var found) && found.Until > clock.GetUtcNow() ? (found.Person, found.Scope) : null;

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
}
