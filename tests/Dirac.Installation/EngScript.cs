namespace Dirac.Installation;

/// <summary>Runs the scripts that start private services (<c>eng</c>).</summary>
public static class EngScript
{
    /// <summary>Exit code of a script that misses a package or a permission.</summary>
    public const int NotHere = 3;

    /// <summary>Runs one to its end.</summary>
    /// <param name="before">Words before its command line.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its exit code, and the last line that it printed.</returns>
    public static async Task<(int Code, string LastLine)> RunAsync(
        IReadOnlyList<string> before, string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await Command.RunAsync([.. before, Path.Combine(Repository(), "eng", name), .. arguments], new Dictionary<string, string>(), cancellationToken);
        return (code, output.Split('\n')[^1]);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
