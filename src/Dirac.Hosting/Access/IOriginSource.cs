namespace Dirac.Hosting.Access;

/// <summary>Knows web origins whose pages may call the API, besides those that the server was started with. Asked at each request of a page elsewhere.</summary>
public interface IOriginSource
{
    /// <summary>Whether pages of <paramref name="origin"/> may call.</summary>
    /// <param name="origin">As browsers send it, such as <c>https://portal.example.org</c>.</param>
    bool Allows(string origin);
}
