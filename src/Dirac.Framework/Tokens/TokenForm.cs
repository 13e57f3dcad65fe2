namespace Dirac.Framework.Tokens;

/// <summary>The fields sent to the token endpoint. <see cref="ToString"/> shows none of them.</summary>
/// <param name="Fields">By name; a field that came twice was refused before.</param>
internal sealed record TokenForm(IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The field <paramref name="name"/>; null when it is missing or empty.</summary>
    public string? Find(string name) => Fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The field <paramref name="name"/>.</summary>
    /// <exception cref="OAuthException"><c>invalid_request</c>: it is missing or empty.</exception>
    public string Need(string name) =>
        Find(name) ?? throw new OAuthException(OAuthError.InvalidRequest, $"The field {name} is missing.");

    /// <inheritdoc/>
    public override string ToString() => $"form of {Fields.Count} fields";
}
