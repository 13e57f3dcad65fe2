using Dirac.Hosting.Rpc.Declaring;
using Dirac.Hosting.Rpc.Listening;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Master;

/// <summary>The address under which this process serves Configuration/Server. Pure.</summary>
internal static class OwnAddress
{
    /// <summary>The service.</summary>
    public const string Service = "Configuration/Server";

    /// <summary>What the service's section says under URL, else its protocol and port at this host.</summary>
    /// <param name="root">The tree in force.</param>
    /// <param name="hostName">This machine's name, unless /DIRAC/Hostname says another.</param>
    /// <exception cref="DiracException">BadConfiguration: the service has no section.</exception>
    public static string Of(CfgSection root, string hostName)
    {
        if (SystemSections.Find(root, "Configuration", "Services/Server")?.GetOption("URL") is { Length: > 0 } url) return url;
        var listener = GridPorts.Plan(root, [Service])[0];
        return $"{(listener.Protocol == RpcProtocols.Https ? "https" : "dips")}://{root.GetOption("/DIRAC/Hostname", hostName)}:{listener.Port}/{Service}";
    }
}
