using Dirac.Model.Configuration;

namespace Dirac.Configuration.Peers;

/// <summary>The addresses of all services a configuration names, configuration servers apart. Pure.</summary>
internal static class ServiceUrls
{
    private const string MainServers = "$MAINSERVERS$";

    /// <summary>The addresses under Systems/SYSTEM/URLs and Systems/SYSTEM/INSTANCE/URLs, each once.</summary>
    public static IReadOnlyList<string> Of(CfgSection root)
    {
        var mains = root.GetList("/Operations/Defaults/MainServers");
        return
        [
            .. root.SectionNames("/Systems")
                .SelectMany(system => UrlSections(root, $"/Systems/{system}"))
                .SelectMany(section => section.OptionNames("").SelectMany(section.GetList))
                .Where(url => !url.Contains("Configuration/Server", StringComparison.Ordinal))
                .SelectMany(url => url.Contains(MainServers, StringComparison.Ordinal) ? mains.Select(main => url.Replace(MainServers, main, StringComparison.Ordinal)) : [url])
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<CfgSection> UrlSections(CfgSection root, string system) =>
        root.SectionNames(system).Select(instance => $"{system}/{instance}/URLs").Prepend($"{system}/URLs").Select(root.GetSection).OfType<CfgSection>();
}
