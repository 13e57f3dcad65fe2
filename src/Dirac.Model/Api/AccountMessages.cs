using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Somebody whom a VO's identity provider vouches for and who would like to be registered.</summary>
public sealed record AccountRequestInfo
{
    /// <summary>Its number.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>The VO.</summary>
    [JsonPropertyName("vo")]
    public required string Vo { get; init; }

    /// <summary>The provider's name for the person.</summary>
    [JsonPropertyName("subject")]
    public required string Subject { get; init; }

    /// <summary>The user name that would be given; once approved, the one that was.</summary>
    [JsonPropertyName("user_name")]
    public required string UserName { get; init; }

    /// <summary>The name for people; null when the provider does not tell it. The person may have chosen it.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The address; null when the provider does not tell it.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>Waiting, Approved or Refused.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>When the person first tried to log in, UTC.</summary>
    [JsonPropertyName("first_seen")]
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the person last tried, UTC.</summary>
    [JsonPropertyName("last_seen")]
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How often.</summary>
    [JsonPropertyName("logins")]
    public required int Logins { get; init; }

    /// <summary>Who approved or refused; null while it waits.</summary>
    [JsonPropertyName("decided_by")]
    public string? DecidedBy { get; init; }
}

/// <summary>How somebody is registered.</summary>
/// <param name="UserName">DIRAC user name; null takes the one that was suggested.</param>
/// <param name="Group">The group whose member the person becomes; null takes the VO's default.</param>
/// <param name="Existing">Whether the person is a user who is registered already, under <paramref name="UserName"/>.</param>
public sealed record AccountApproval(
    [property: JsonPropertyName("user_name")] string? UserName = null,
    [property: JsonPropertyName("group")] string? Group = null,
    [property: JsonPropertyName("existing")] bool Existing = false);

/// <summary>Compare the users of a VO with those of its provider.</summary>
/// <param name="Vo">The VO.</param>
/// <param name="Apply">Whether the configuration is changed; false only tells what would be done.</param>
public sealed record AccountSyncRequest([property: JsonPropertyName("vo")] string Vo, [property: JsonPropertyName("apply")] bool Apply = false);

/// <summary>One difference.</summary>
/// <param name="Kind">Add, Suspend, Restore, ChangeEmail, or Look: a person must.</param>
/// <param name="UserName">DIRAC user name.</param>
/// <param name="Subject">The provider's name for the person.</param>
/// <param name="Email">The address that is to count; null when it does not matter.</param>
/// <param name="Reason">Why; after the user's name it makes a sentence.</param>
public sealed record AccountChangeInfo(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("user_name")] string UserName,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("reason")] string Reason);

/// <summary>What came of a comparison.</summary>
/// <param name="Vo">The VO.</param>
/// <param name="Applied">Whether the configuration agrees with the provider now.</param>
/// <param name="Refusal">Why nothing may be applied; null when it may.</param>
/// <param name="Changes">The differences, by user name.</param>
public sealed record AccountSyncReply(
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("applied")] bool Applied,
    [property: JsonPropertyName("refusal")] string? Refusal,
    [property: JsonPropertyName("changes")] IReadOnlyList<AccountChangeInfo> Changes);
