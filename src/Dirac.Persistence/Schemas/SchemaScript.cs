using System.Globalization;
using System.Text.RegularExpressions;

namespace Dirac.Persistence.Schemas;

/// <summary>One numbered step of a schema.</summary>
internal sealed partial record SchemaScript(int Version, string Name, string Sql)
{
    /// <summary>The scripts of <paramref name="schema"/> for an engine, in order.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the numbers are not 1, 2, 3, …</exception>
    public static IReadOnlyList<SchemaScript> Load(Schema schema, string engineFolder)
    {
        var scripts = schema.Assembly.GetManifestResourceNames()
            .Select(resource => (resource, match: ResourceName().Match(resource)))
            .Where(found => found.match.Success
                && found.match.Groups["engine"].Value == engineFolder
                && found.match.Groups["folder"].Value == schema.Folder)
            .Select(found => new SchemaScript(
                int.Parse(found.match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture),
                found.match.Groups["name"].Value,
                Read(schema, found.resource)))
            .OrderBy(script => script.Version)
            .ToList();

        if (scripts.Count == 0 || scripts.Where((script, index) => script.Version != index + 1).Any())
        {
            throw new InvalidOperationException(
                $"The {engineFolder} scripts of {schema.Name} must be embedded as Sql/{engineFolder}/{schema.Folder}/0001_….sql, 0002_….sql and so on; "
                + $"found: {string.Join(", ", scripts.Select(script => $"{script.Version:D4}_{script.Name}"))}.");
        }
        return scripts;
    }

    private static string Read(Schema schema, string resource)
    {
        using var reader = new StreamReader(schema.Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\.Sql\.(?<engine>mysql|sqlite)\.(?<folder>\w+)\.(?<version>\d{4})_(?<name>\w+)\.sql$")]
    private static partial Regex ResourceName();
}
