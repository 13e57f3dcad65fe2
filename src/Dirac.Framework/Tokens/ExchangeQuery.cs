using System.Globalization;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Tokens;

/// <summary>What a DIRAC server asks for.</summary>
internal sealed record ExchangeQuery
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidRequestException">A field is missing or comes twice, or a number is none.</exception>
    public ExchangeQuery(IQueryCollection query)
    {
        UserName = Need(query, "preferred_username");
        Scope = Need(query, "scope");
        Minutes = query.ContainsKey("expires_minutes") ? Number(Need(query, "expires_minutes")) : null;
    }

    /// <summary>DIRAC user name.</summary>
    public string UserName { get; }

    /// <summary>What the tokens are for.</summary>
    public string Scope { get; }

    /// <summary>How long the refresh token is to be good, minutes; null when that is left to us.</summary>
    public int? Minutes { get; }

    private static string Need(IQueryCollection query, string name) => query[name] switch
    {
        [{ Length: > 0 } value] => value,
        [] => throw Wrong("missing", name, $"{name} is missing."),
        _ => throw Wrong("value_error", name, $"{name} is needed once, and not empty."),
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Wrong("type_error", "expires_minutes", "expires_minutes is no whole number.");

    private static InvalidRequestException Wrong(string type, string name, string message) => new(new ValidationProblem(type, ["query", name], message));
}
