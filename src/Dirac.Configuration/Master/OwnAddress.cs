using Dirac.Model.Configuration;

namespace Dirac.Configuration.Master;

/// <summary>The address under which this process serves Configuration/Server. Pure.</summary>
internal static class OwnAddress
{
    private const string System = "Configuration";
    private const string Component = "Server";
    private const int DefaultDips = 9135;
    private const int DefaultHttps = 8443;

    /// <summary>What the service's section says under URL, else what it says of protocol and port, at this host.</summary>
    /// <param name="root">The tree in force.</param>
    /// <param name="hostName">This machine's name, unless the configuration names it.</param>
    public static string Of(CfgSection root, string hostName)
    {
        var section = SystemSections.Find(root, System, $"Services/{Component}") ?? SystemSections.Find(root, System, $"Services/Tornado{Component}") ?? CfgSection.Empty;
        if (section.GetOption("URL") is { Length: > 0 } url) return url;
        var isHttps = section.GetOption("Protocol", "dips").Equals("https", StringComparison.OrdinalIgnoreCase);
        var host = root.GetOption("/DIRAC/Hostname", hostName);
        return $"{(isHttps ? "https" : "dips")}://{host}:{section.GetInt("Port", isHttps ? DefaultHttps : DefaultDips)}/{System}/{Component}";
    }
}
