using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Client.Rpc;

/// <summary>Finds where a service is, from the configuration. Pure but for the order of equals, which is drawn.</summary>
/// <remarks>Source: DIRAC's PathFinder and BaseClient.</remarks>
public static class ServiceUrls
{
    private const string MainServers = "$MAINSERVERS$";

    /// <summary>The addresses of a service in the order in which they are to be tried.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="service">SYSTEM/COMPONENT, or an address, which is used as it is.</param>
    /// <param name="random">Draws the order of equal addresses.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="DiracException">BadConfiguration: the service has no address, or one that cannot be read.</exception>
    public static IReadOnlyList<RpcUrl> Find(CfgSection root, string service, Random random)
    {
        var gateway = Gateway(root, random);
        var found = RpcUrl.IsUrl(service) ? [RpcUrl.Parse(service)] : Listed(root, service, random);
        return gateway is null ? found : [.. found.Select(url => url.Through(gateway)).Distinct()];
    }

    private static IReadOnlyList<RpcUrl> Listed(CfgSection root, string service, Random random)
    {
        if (service.Split('/') is not [{ Length: > 0 } system, { Length: > 0 } component])
            throw new DiracException(ErrorCode.BadConfiguration, $"'{service}' is no service.", "Name it SYSTEM/COMPONENT, or give its address.");
        var urls = Option(root, system, $"URLs/{component}");
        var first = Expanded(root, urls).ToArray();
        random.Shuffle(first);
        IReadOnlyList<RpcUrl> found = [.. first.Concat(Expanded(root, Option(root, system, $"FailoverURLs/{component}"))).Select(text => RpcUrl.Parse(text, service))];
        return found.Count > 0 ? found : throw new DiracException(
            ErrorCode.BadConfiguration, $"The configuration has no address of {service}.", $"Set {SystemSections.PathOf(root, system)}/URLs/{component}.");
    }

    private static IReadOnlyList<string> Option(CfgSection root, string system, string path)
    {
        var withInstance = root.GetList($"{SystemSections.PathOf(root, system)}/{path}");
        return withInstance.Count > 0 ? withInstance : root.GetList($"/Systems/{system}/{path}");
    }

    private static IEnumerable<string> Expanded(CfgSection root, IReadOnlyList<string> urls)
    {
        foreach (var url in urls)
        {
            if (!url.Contains(MainServers, StringComparison.Ordinal)) yield return url;
            else foreach (var server in Servers(root)) yield return url.Replace(MainServers, server, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<string> Servers(CfgSection root)
    {
        var vo = root.GetOption("/DIRAC/VirtualOrganization");
        var own = vo is { Length: > 0 } ? root.GetList($"/Operations/{vo}/MainServers") : [];
        return own.Count > 0 ? own : root.GetList("/Operations/Defaults/MainServers");
    }

    private static RpcUrl? Gateway(CfgSection root, Random random)
    {
        var site = root.GetOption("/LocalSite/Site");
        var gateways = site is { Length: > 0 } ? root.GetList($"/DIRAC/Gateways/{site}") : [];
        return gateways.Count == 0 ? null : RpcUrl.Parse(gateways[random.Next(gateways.Count)], "Framework/Gateway");
    }
}
