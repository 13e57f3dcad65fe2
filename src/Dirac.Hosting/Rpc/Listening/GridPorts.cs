using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Hosting.Rpc.Listening;

/// <summary>Reads from the configuration on which ports services are expected. Pure.</summary>
public static class GridPorts
{
    private const int DefaultHttps = 8443;
    private const int DefaultDips = 9876;
    private const int Largest = 65535;

    /// <summary>The listeners for <paramref name="services"/>: for each the ports of its sections, over dips and as an https component.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="services">SYSTEM/COMPONENT each.</param>
    /// <exception cref="DiracException">BadConfiguration: a service has no section, or a port is none.</exception>
    public static IReadOnlyList<GridListener> Plan(CfgSection root, IEnumerable<string> services) => [.. services.SelectMany(service => Listeners(root, service)).Distinct()];

    /// <summary>Whether the configuration has a section for <paramref name="service"/>.</summary>
    public static bool IsConfigured(CfgSection root, string service) => Sections(root, service).Any();

    private static IReadOnlyList<GridListener> Listeners(CfgSection root, string service)
    {
        var (system, component) = Split(service);
        IReadOnlyList<GridListener> found = [.. Sections(root, service).Select(entry => Listener(root, entry.Path, entry.Section))];
        return found.Count > 0 ? found : throw new DiracException(
            ErrorCode.BadConfiguration, $"The configuration has no section for {service}.", $"Add {SystemSections.PathOf(root, system)}/Services/{component} with its Port.");
    }

    private static IEnumerable<(string Path, CfgSection Section)> Sections(CfgSection root, string service)
    {
        var (system, component) = Split(service);
        foreach (var name in (string[])[component, $"Tornado{component}"])
        {
            if (SystemSections.Find(root, system, $"Services/{name}") is { } section) yield return ($"{SystemSections.PathOf(root, system)}/Services/{name}", section);
        }
    }

    private static (string System, string Component) Split(string service) => service.Split('/') is [{ Length: > 0 } system, { Length: > 0 } component]
        ? (system, component)
        : throw new DiracException(ErrorCode.BadConfiguration, $"'{service}' is no service.", "Name services as SYSTEM/COMPONENT, such as WorkloadManagement/JobMonitoring.");

    private static GridListener Listener(CfgSection root, string path, CfgSection section) => section.GetOption("Protocol", "dips").ToUpperInvariant() switch
    {
        "HTTPS" => new GridListener(RpcProtocols.Https, Port(section, path, TornadoPort(root))),
        "DIPS" => new GridListener(RpcProtocols.Dips, Port(section, path, DefaultDips)),
        var other => throw new DiracException(ErrorCode.BadConfiguration, $"{path}/Protocol = {other} is not served.", "Make it dips or https."),
    };

    private static int TornadoPort(CfgSection root) =>
        SystemSections.PathOf(root, "Tornado") is var path && root.GetSection(path) is { } section ? Port(section, path, DefaultHttps) : DefaultHttps;

    private static int Port(CfgSection section, string path, int fallback)
    {
        if (section.GetOption("Port") is not { Length: > 0 } text) return fallback;
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port <= Largest
            ? port
            : throw new DiracException(ErrorCode.BadConfiguration, $"{path}/Port = {text} is no port.", $"Give a number from 1 to {Largest}.");
    }
}
