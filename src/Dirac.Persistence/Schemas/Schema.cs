using System.Reflection;

namespace Dirac.Persistence.Schemas;

/// <summary>A set of migration scripts for one database, numbered on its own.</summary>
internal sealed record Schema(string Database, Assembly Assembly, string Folder)
{
    /// <summary>The name under which applied versions are recorded.</summary>
    public string Name => $"{Assembly.GetName().Name}/{Folder}";
}
