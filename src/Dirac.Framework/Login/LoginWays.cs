using Dirac.Framework.Providers;
using Dirac.Framework.Tokens;
using Dirac.Hosting;

namespace Dirac.Framework.Login;

/// <summary>Knows how people of each VO log in: at its provider, else by local identity where the installation has one.</summary>
internal sealed class LoginWays(IIdentityProviders providers, HostingOptions hosting)
{
    /// <summary>The way of <paramref name="vo"/>.</summary>
    public LoginWay Of(string vo) => providers.Has(vo) ? LoginWay.Provider : hosting.LocalUser?.Vo == vo ? LoginWay.Local : LoginWay.None;

    /// <summary>The way of <paramref name="vo"/>, which must have one.</summary>
    /// <exception cref="OAuthException">invalid_scope: nobody can log in to it.</exception>
    public LoginWay Need(string vo) => Of(vo) is var way and not LoginWay.None
        ? way
        : throw new OAuthException(OAuthError.InvalidScope, "Nobody can log in to this VO here: it has no identity provider. Administrators name one in IdProvider of /Registry/VO/VO.");
}
