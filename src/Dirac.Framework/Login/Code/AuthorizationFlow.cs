using Dirac.Framework.Login.Flows;

namespace Dirac.Framework.Login.Code;

/// <summary>A row of <c>x_AuthorizationFlows</c>: a browser that logs in for a client. Times are UTC.</summary>
internal sealed class AuthorizationFlow
{
    /// <summary>A UUID of version 7; also the name of the login that tokens are given under.</summary>
    public string FlowId { get; init; } = "";

    /// <summary>SHA-256 of the code; null as long as there is none.</summary>
    public string? CodeHash { get; init; }

    public FlowStatus Status { get; init; }

    public string ClientId { get; init; } = "";

    /// <summary>What is asked for, as it was sent.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Where the code is sent; checked before the row was made.</summary>
    public string RedirectUri { get; init; } = "";

    /// <summary>What the client wants back with the code; null when it sent none.</summary>
    public string? ClientState { get; init; }

    /// <summary>SHA-256 of the client's verifier, base64url.</summary>
    public string CodeChallenge { get; init; } = "";

    public DateTime CreatedAt { get; init; }

    public DateTime ExpiresAt { get; init; }

    /// <summary>Who has logged in; null when nobody has.</summary>
    public string? UserName { get; init; }

    /// <summary>The person's name at the provider; null for local identity.</summary>
    public string? Subject { get; init; }

    /// <summary>What the rules need.</summary>
    public FlowState State => new(Status, ExpiresAt);
}
