using System.Text;

namespace Dirac.Framework.Proxies;

/// <summary>A row of <c>ProxyDB_CleanProxies</c> or <c>ProxyDB_VOMSProxies</c>. <see cref="Pem"/> holds the key: it goes to no log and no reply.</summary>
internal sealed class StoredProxyRow
{
    public string UserName { get; init; } = "";

    public string UserDN { get; init; } = "";

    public byte[]? Pem { get; init; }

    public DateTime ExpirationTime { get; init; }

    /// <summary>The proxy with its key, as PEM; empty when there is none.</summary>
    public string Text => Pem is { } bytes ? Encoding.Latin1.GetString(bytes) : "";
}
