using System.Text.Json.Serialization;
using Dirac.Client.Http;

namespace Dirac.Cli.Profiles;

/// <summary>One login by a name: which server, how it is known again, and as whom.</summary>
internal sealed record Profile
{
    /// <summary>Its name, also that of its tokens' file; see <see cref="ProfileNames"/>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The server's address, without a slash at its end.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>By what the server is known again; null trusts the system's authorities.</summary>
    [JsonPropertyName("pin")]
    public ServerPin? Pin { get; init; }

    /// <summary>The VO of the login.</summary>
    [JsonPropertyName("vo")]
    public string? Vo { get; init; }

    /// <summary>Its group.</summary>
    [JsonPropertyName("group")]
    public string? Group { get; init; }
}
