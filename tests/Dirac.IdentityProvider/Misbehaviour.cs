namespace Dirac.IdentityProvider;

/// <summary>What the provider does wrong, so that its clients' care can be tested. Several at once are possible.</summary>
[Flags]
public enum Misbehaviour
{
    /// <summary>It follows the standards.</summary>
    None = 0,

    /// <summary>The ID token repeats another nonce.</summary>
    WrongNonce = 1,

    /// <summary>The ID token names another issuer.</summary>
    WrongIssuer = 1 << 1,

    /// <summary>The ID token is for another client.</summary>
    WrongAudience = 1 << 2,

    /// <summary>The ID token is for several clients and another one is its authorised party (<c>azp</c>).</summary>
    WrongAuthorisedParty = 1 << 3,

    /// <summary>The ID token has expired.</summary>
    Expired = 1 << 4,

    /// <summary>The ID token was made an hour from now.</summary>
    FromTheFuture = 1 << 5,

    /// <summary>The ID token has no signature (<c>alg</c> none).</summary>
    AlgNone = 1 << 6,

    /// <summary>The ID token is signed by HMAC with the public key as the secret.</summary>
    Hs256 = 1 << 7,

    /// <summary>The ID token is signed by a key that is not in the key set, under the name of one that is.</summary>
    ForeignKey = 1 << 8,

    /// <summary>The token endpoint gives no ID token.</summary>
    NoIdToken = 1 << 9,

    /// <summary>The ID token has only what it must have: other claims are in userinfo.</summary>
    BareIdToken = 1 << 10,

    /// <summary>Userinfo tells of somebody else.</summary>
    SubjectMismatch = 1 << 11,

    /// <summary>The discovery document names another issuer.</summary>
    DiscoveryOfAnother = 1 << 12,

    /// <summary>Discovery and key set answer with a redirect.</summary>
    Redirects = 1 << 13,

    /// <summary>No request is answered until its sender has gone.</summary>
    Silent = 1 << 14,

    /// <summary>Every answer in JSON is many megabytes long.</summary>
    Endless = 1 << 15,

    /// <summary>Every answer in JSON is cut off in its middle.</summary>
    Torn = 1 << 16,

    /// <summary>Every request is answered with 500.</summary>
    Broken = 1 << 17,

    /// <summary>Whoever wants to log in is refused (<c>access_denied</c>).</summary>
    Denies = 1 << 18,

    /// <summary>SCIM says there are more users than it ever shows.</summary>
    ScimForever = 1 << 19,

    /// <summary>The token demands an extension that nobody knows (<c>crit</c>, RFC 7515).</summary>
    DemandsExtension = 1 << 20,

    /// <summary>SCIM says there are more users than anybody reads.</summary>
    ScimTooMany = 1 << 21,
}
