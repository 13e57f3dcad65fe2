namespace Dirac.Security.Identities;

/// <summary>Who makes a request, as proved by a validated token. Immutable.</summary>
public sealed record Caller
{
    /// <summary>Subject of the token, <c>vo:subject</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>DIRAC user name; for a pilot a name no user can have, for a payload that of the job's owner.</summary>
    public required string UserName { get; init; }

    /// <summary>Virtual organisation; nothing of another one exists for this caller.</summary>
    public required string Vo { get; init; }

    /// <summary>DIRAC group; empty for a pilot.</summary>
    public required string Group { get; init; }

    /// <summary>Properties the token carries, compared without regard to case.</summary>
    public required PropertySet Properties { get; init; }

    /// <summary>Person, pilot or payload.</summary>
    public CallerKind Kind { get; init; }

    /// <summary>The job whose payload this is; null for anybody else.</summary>
    public PayloadJob? Job { get; init; }

    /// <summary>The pilot's stamp; null for a user.</summary>
    public string? PilotStamp { get; init; }

    /// <summary>The pilot's site; null for a user.</summary>
    public string? Site { get; init; }

    /// <summary>Whether this is a host of the installation, which acts in all VOs and has none of its own.</summary>
    public bool IsHost { get; init; }

    /// <summary>The only VO of which anything exists for this caller; null for a host.</summary>
    public string? OnlyVo => IsHost ? null : Vo;

    /// <summary>The token's own number (<c>jti</c>).</summary>
    public required string TokenId { get; init; }

    /// <summary>When the token ends, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
