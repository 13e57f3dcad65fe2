using Dirac.Framework.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Dirac.Framework.Login;

/// <summary>The fields of a request, from its query and its form. <see cref="ToString"/> shows none of them.</summary>
internal sealed class LoginFields
{
    /// <summary>The largest form, bytes.</summary>
    public const long BodyLimit = 16 * 1024;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private LoginFields() { }

    /// <summary>Reads the query.</summary>
    /// <exception cref="OAuthException">invalid_request: a field came twice (RFC 6749 §3.1).</exception>
    public static LoginFields OfQuery(HttpRequest request) => new LoginFields().With(request.Query);

    /// <summary>Reads the query and the form, if there is one.</summary>
    /// <exception cref="OAuthException">invalid_request: a field came twice, or the form cannot be read.</exception>
    public static async Task<LoginFields> OfAllAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = OfQuery(request);
        if (!request.HasFormContentType) return fields;
        try
        {
            return fields.With(await request.ReadFormAsync(cancellationToken));
        }
        catch (InvalidDataException)
        {
            throw new OAuthException(OAuthError.InvalidRequest, "The form cannot be read.");
        }
    }

    /// <summary>The field <paramref name="name"/>; null when it is missing or empty.</summary>
    public string? Find(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The field <paramref name="name"/>.</summary>
    /// <exception cref="OAuthException">invalid_request: it is missing or empty.</exception>
    public string Need(string name) => Find(name) ?? throw new OAuthException(OAuthError.InvalidRequest, $"The field {name} is missing.");

    /// <inheritdoc/>
    public override string ToString() => $"{_values.Count} fields";

    private LoginFields With(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach (var (name, values) in fields)
        {
            if (values.Count > 1 || !_values.TryAdd(name, values.ToString())) throw new OAuthException(OAuthError.InvalidRequest, "A field came twice.");
        }

        return this;
    }
}
