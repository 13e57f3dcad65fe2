using System.Globalization;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Framework.Providers;

/// <summary>Finds the provider of a VO in the configuration, in DIRAC's form or in that of DiracX's CsSync. Pure but for the file of a secret.</summary>
internal static class ProviderSection
{
    public const string UsualScope = "openid profile email";
    public const string UsualScimScope = "scim:read";
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(10);

    private const string Providers = "/Resources/IdProviders";
    private const int LongestTimeout = 60;

    /// <summary>Whether <paramref name="vo"/> has a provider.</summary>
    public static bool IsNamed(CfgSection root, string vo) => NameOf(root, vo) is not null || CsSyncOf(root, vo) is not null;

    /// <summary>Whether groups of <paramref name="vo"/> without <c>IdPRole</c> are found by their names.</summary>
    public static bool MapsGroupsByName(CfgSection root, string vo) => NameOf(root, vo) is { } name && root.GetBool($"{Providers}/{name}/map_groups");

    /// <summary>The provider of <paramref name="vo"/>; null when it has none.</summary>
    /// <exception cref="DiracException">BadConfiguration: it cannot be used as it is described.</exception>
    public static ProviderSettings? Find(CfgSection root, string vo)
    {
        if (NameOf(root, vo) is { } name) return Read(root, name);
        return CsSyncOf(root, vo) is { } section
            ? new ProviderSettings { Name = vo, Issuer = Issuer(section.GetOption("URL"), $"/DiracX/CsSync/VOs/{vo}/IdP/URL"), ClientId = Need(section, "ClientID", $"/DiracX/CsSync/VOs/{vo}/IdP") }
            : null;
    }

    private static ProviderSettings Read(CfgSection root, string name)
    {
        var path = $"{Providers}/{name}";
        var section = root.GetSection(path)
            ?? throw Wrong($"The identity provider {name} has no section {path}.", "Describe it there, or name another in /Registry/VO/VO/IdProvider.");
        var secret = SecretOf(section, path);
        return new ProviderSettings
        {
            Name = name,
            Issuer = Issuer(section.GetOption("issuer"), $"{path}/issuer"),
            ClientId = Need(section, "client_id", path),
            ClientSecret = secret,
            Authentication = Authentication(section, path, secret is not null),
            Scope = ScopeOf(section),
            CaFile = section.GetOption("ca_file") is { Length: > 0 } file ? file : null,
            Timeout = TimeoutOf(section, path),
            MapsGroupsByName = section.GetBool("map_groups"),
            Audiences = string.Join(' ', section.GetOption("audiences", "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)),
            ScimUrl = section.GetOption("scim_url") is { Length: > 0 } scim ? Issuer(scim, $"{path}/scim_url") : null,
            ScimScope = section.GetOption("scim_scope", UsualScimScope),
        };
    }

    // A name that comes from outside is no path: only what the registry knows is looked up.
    private static bool IsVo(CfgSection root, string vo) => new Registry(root).Vos.Contains(vo, StringComparer.Ordinal);

    private static string? NameOf(CfgSection root, string vo) =>
        IsVo(root, vo) && root.GetOption($"/Registry/VO/{vo}/IdProvider") is { Length: > 0 } name && !name.Contains('/') ? name : null;

    private static CfgSection? CsSyncOf(CfgSection root, string vo) => IsVo(root, vo) ? root.GetSection($"/DiracX/CsSync/VOs/{vo}/IdP") : null;

    private static Uri Issuer(string? text, string path)
    {
        if (string.IsNullOrEmpty(text)) throw Wrong($"{path} is missing.", "Set it to the provider's address, as it stands in its discovery document.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            throw Wrong($"{path} = {text} is no plain address.", "Write one such as https://iam.example.org/.");
        return IsSafe(address) ? address : throw Wrong($"{path} = {text} is not encrypted.", "Use https; http is taken on this machine only (127.0.0.1).");
    }

    /// <summary>Whether what goes to <paramref name="address"/> cannot be read on the way.</summary>
    public static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static string? SecretOf(CfgSection section, string path)
    {
        if (section.GetOption("client_secret") is { Length: > 0 } secret) return secret;
        if (section.GetOption("client_secret_file") is not { Length: > 0 } file) return null;
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : throw Wrong($"{file} of {path}/client_secret_file is empty.", "Write the secret into it.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{path}/client_secret_file cannot be read: {problem.Message}", "Check the path, and that the server's user may read it.");
        }
    }

    private static ClientAuthentication Authentication(CfgSection section, string path, bool hasSecret) => section.GetOption("token_endpoint_auth_method") switch
    {
        null or "" => hasSecret ? ClientAuthentication.Any : ClientAuthentication.None,
        "client_secret_basic" when hasSecret => ClientAuthentication.Basic,
        "client_secret_post" when hasSecret => ClientAuthentication.Post,
        "none" => ClientAuthentication.None,
        var text => throw Wrong($"{path}/token_endpoint_auth_method = {text} cannot be used.", "It is client_secret_basic or client_secret_post, both with a secret, or none."),
    };

    // An issuer that is no OpenID Connect request gives no ID token.
    private static string ScopeOf(CfgSection section)
    {
        var scopes = section.GetOption("scope", UsualScope).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', scopes.Prepend("openid").Distinct(StringComparer.Ordinal));
    }

    private static TimeSpan TimeoutOf(CfgSection section, string path)
    {
        if (section.GetOption("timeout") is not { Length: > 0 } text) return UsualTimeout;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= LongestTimeout
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong($"{path}/timeout = {text} is no number of seconds from 1 to {LongestTimeout}.", "Correct it, or leave it out for 10.");
    }

    private static string Need(CfgSection section, string name, string path) =>
        section.GetOption(name) is { Length: > 0 } value ? value : throw Wrong($"{path}/{name} is missing.", "It is the name that the provider gave this server when it was registered there.");

    private static DiracException Wrong(string message, string advice) => new(ErrorCode.BadConfiguration, message, advice);
}
