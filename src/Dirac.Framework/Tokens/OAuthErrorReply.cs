using System.Text.Json.Serialization;

namespace Dirac.Framework.Tokens;

/// <summary>A refusal as programs of OAuth and of DiracX read it.</summary>
/// <param name="Error">One of <see cref="OAuthError"/>.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Description">The same again, under the name of RFC 6749.</param>
internal sealed record OAuthErrorReply(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("error_description")] string Description);
