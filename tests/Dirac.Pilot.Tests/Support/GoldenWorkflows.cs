namespace Dirac.Pilot.Tests.Support;

/// <summary>Workflows that DIRAC's Python API made of jobs of ours; descriptions are left out.</summary>
internal static class GoldenWorkflows
{
    internal static Stream Open(string name) =>
        typeof(GoldenWorkflows).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There is no '{name}'.", nameof(name));

    internal static byte[] Read(string name)
    {
        using var copy = new MemoryStream();
        using var file = Open(name);
        file.CopyTo(copy);
        return copy.ToArray();
    }

    internal static string[] Names => [.. typeof(GoldenWorkflows).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)];
}
