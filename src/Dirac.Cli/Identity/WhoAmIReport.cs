using System.Text.Json.Serialization;
using Dirac.Model.Api;

namespace Dirac.Cli.Identity;

/// <summary>What <c>dirac whoami --json</c> prints: who the server says one is, as it says it, and what lets one in.</summary>
internal sealed record WhoAmIReport
{
    /// <summary>Subject, <c>vo:subject</c>.</summary>
    [JsonPropertyName("sub")]
    public required string Sub { get; init; }

    /// <summary>Virtual organisation.</summary>
    [JsonPropertyName("vo")]
    public required string Vo { get; init; }

    /// <summary>DIRAC group.</summary>
    [JsonPropertyName("dirac_group")]
    public required string DiracGroup { get; init; }

    /// <summary>Policies in the token.</summary>
    [JsonPropertyName("policies")]
    public required IReadOnlyDictionary<string, string> Policies { get; init; }

    /// <summary>Properties the token carries.</summary>
    [JsonPropertyName("properties")]
    public required IReadOnlyList<string> Properties { get; init; }

    /// <summary>DIRAC user name.</summary>
    [JsonPropertyName("preferred_username")]
    public required string PreferredUsername { get; init; }

    /// <summary>The server.</summary>
    [JsonPropertyName("server")]
    public required string Server { get; init; }

    /// <summary>The profile; null for none.</summary>
    [JsonPropertyName("profile")]
    public string? Profile { get; init; }

    /// <summary>What lets one in, here or elsewhere.</summary>
    [JsonPropertyName("credentials")]
    public required IReadOnlyList<Credential> Credentials { get; init; }

    /// <summary>Puts it together.</summary>
    /// <param name="me">What the server says.</param>
    /// <param name="server">The server.</param>
    /// <param name="profile">The profile; null for none.</param>
    /// <param name="credentials">What lets one in.</param>
    public static WhoAmIReport Of(UserInfo me, Uri server, string? profile, IReadOnlyList<Credential> credentials) => new()
    {
        Sub = me.Sub,
        Vo = me.Vo,
        DiracGroup = me.DiracGroup,
        Policies = me.Policies,
        Properties = me.Properties,
        PreferredUsername = me.PreferredUsername,
        Server = server.ToString(),
        Profile = profile,
        Credentials = credentials,
    };
}
