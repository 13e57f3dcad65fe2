namespace Dirac.Hosting.Access;

/// <summary>Marks a route that takes a browser's session cookie.</summary>
internal sealed record BrowserSessionAllowed
{
    public static BrowserSessionAllowed Mark { get; } = new();
}
