namespace Dirac.Client.Sandboxes;

/// <summary>Addresses that a server signs for the content of sandboxes.</summary>
public static class SandboxAddress
{
    private const string ContentPath = "/api/jobs/sandbox/content";

    /// <summary>An address as it is reached over the connection on which it was asked for.</summary>
    /// <param name="address">What the server answered.</param>
    /// <returns>Path and query when the content is on the server itself, which may know itself by a name that we cannot reach; else the address as it is.</returns>
    public static string Below(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal) && whole.AbsolutePath == ContentPath
            ? whole.PathAndQuery
            : address;
}
