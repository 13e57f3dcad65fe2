namespace Dirac.Framework.Providers;

/// <summary>How this server shows a provider's token endpoint who it is (OpenID Connect Core §9).</summary>
internal enum ClientAuthentication
{
    /// <summary>As the provider says it can, Basic if that is among it.</summary>
    Any,

    /// <summary><c>client_secret_basic</c>.</summary>
    Basic,

    /// <summary><c>client_secret_post</c>.</summary>
    Post,

    /// <summary><c>none</c>: a public client, which PKCE protects.</summary>
    None,
}
