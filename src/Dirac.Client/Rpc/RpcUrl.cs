using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Client.Rpc;

/// <summary>The address of a service, such as <c>dips://host:9130/WorkloadManagement/JobMonitoring</c>.</summary>
/// <param name="Scheme">How it is spoken to.</param>
/// <param name="Host">Name or IP address, without brackets.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Service">SYSTEM/COMPONENT.</param>
public sealed record RpcUrl(RpcScheme Scheme, string Host, int Port, string Service)
{
    private const int HttpsPort = 443;

    /// <summary>Whether a gateway is there, which passes calls on and may ask for a proxy to do it with.</summary>
    public bool IsGateway { get; init; }

    /// <summary>Whether <paramref name="text"/> is an address, not just the name of a service.</summary>
    public static bool IsUrl(string text) => SchemeOf(text) is not null;

    /// <summary>Reads an address. A missing port of https is 443; a missing path is <paramref name="service"/>.</summary>
    /// <param name="text">The address.</param>
    /// <param name="service">SYSTEM/COMPONENT, for addresses that do not say it.</param>
    /// <exception cref="DiracException">BadConfiguration: it cannot be read, or lacks what it needs.</exception>
    public static RpcUrl Parse(string text, string service = "")
    {
        if (SchemeOf(text) is not { } scheme || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Refuse(text, "it should look like dips://host:9130/WorkloadManagement/JobMonitoring or https://host:8443/WorkloadManagement/JobMonitoring");
        var path = uri.AbsolutePath.Trim('/');
        var name = path.Length > 0 ? path : service;
        if (name.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) throw Refuse(text, "it names no service, SYSTEM/COMPONENT");
        var port = uri.IsDefaultPort || uri.Port < 0 ? scheme == RpcScheme.Https ? HttpsPort : throw Refuse(text, "its port is missing") : uri.Port;
        return new RpcUrl(scheme, uri.Host.Trim('[', ']'), port, name);
    }

    /// <summary>The same service behind a gateway: its scheme, host and port.</summary>
    /// <param name="gateway">Any address of the gateway.</param>
    public RpcUrl Through(RpcUrl gateway) => gateway with { Service = Service, IsGateway = true };

    /// <summary>The address as text.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme.ToString().ToLowerInvariant()}://{host}:{Port}/{Service}");
    }

    private static RpcScheme? SchemeOf(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("dips://", StringComparison.Ordinal)) return RpcScheme.Dips;
        if (trimmed.StartsWith("dip://", StringComparison.Ordinal)) return RpcScheme.Dip;
        return trimmed.StartsWith("https://", StringComparison.Ordinal) ? RpcScheme.Https : null;
    }

    private static DiracException Refuse(string text, string problem) => new(ErrorCode.BadConfiguration, $"'{text}' is no address of a service: {problem}.");
}
