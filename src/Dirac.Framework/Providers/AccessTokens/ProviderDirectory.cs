using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>Which provider makes tokens of which issuer, for which VOs, and who is who there, by one state of the configuration. Immutable.</summary>
internal sealed class ProviderDirectory
{
    private readonly Dictionary<string, List<ForeignVo>> _byIssuer = new(StringComparer.Ordinal);

    /// <summary>Reads it. A VO whose provider cannot be used as it is described has none here; those who log in are told.</summary>
    public ProviderDirectory(ConfigurationSnapshot configuration)
    {
        Configuration = configuration;
        foreach (var vo in configuration.Registry.Vos)
        {
            if (Find(configuration, vo) is not { } settings) continue;
            var issuer = Bare(settings.Issuer.AbsoluteUri);
            if (!_byIssuer.TryGetValue(issuer, out var vos)) _byIssuer[issuer] = vos = [];
            vos.Add(new ForeignVo(vo, settings, new RegisteredSubjects(configuration.Root, vo)));
        }
    }

    /// <summary>What it was made of.</summary>
    public ConfigurationSnapshot Configuration { get; }

    /// <summary>The VOs that have this provider, in the order of the configuration. A slash at the end makes no difference.</summary>
    public IReadOnlyList<ForeignVo> Of(string issuer) => _byIssuer.GetValueOrDefault(Bare(issuer)) ?? [];

    private static string Bare(string issuer) => issuer.TrimEnd('/');

    private static ProviderSettings? Find(ConfigurationSnapshot configuration, string vo)
    {
        try
        {
            return ProviderSection.Find(configuration.Root, vo);
        }
        catch (DiracException)
        {
            return null;
        }
    }
}
