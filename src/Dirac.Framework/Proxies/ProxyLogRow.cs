namespace Dirac.Framework.Proxies;

/// <summary>A row of <c>ProxyDB_Log</c>.</summary>
internal sealed class ProxyLogRow
{
    public string Action { get; init; } = "";

    public string IssuerDN { get; init; } = "";

    public string IssuerGroup { get; init; } = "";

    public string TargetDN { get; init; } = "";

    public string TargetGroup { get; init; } = "";

    public DateTime Timestamp { get; init; }
}
