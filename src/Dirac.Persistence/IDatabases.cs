namespace Dirac.Persistence;

/// <summary>The databases of this installation, by DIRAC's names.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IDatabases
{
    /// <summary>The database called <paramref name="name"/>, such as <c>JobDB</c>. Asking for one does not connect to it.</summary>
    /// <param name="name">DIRAC's name of the database: letters, digits and underscores.</param>
    /// <returns>The same object for the same name.</returns>
    /// <exception cref="ArgumentException">The name is not an identifier.</exception>
    IDatabase Get(string name);
}
