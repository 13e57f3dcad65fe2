namespace Dirac.Cli.LegacyNames;

/// <summary>The numbers on the command line of a short command: words, and a file named by <c>--input-file</c>.</summary>
internal static class LegacyNumbers
{
    /// <summary>Reads them; commas separate.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LegacyCrashException">There is no such file.</exception>
    public static async Task<List<string>> ReadAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var numbers = LegacyIds.SplitAsIs(call.Line.Arguments).ToList();
        if (call.Line.Value("input-file") is not { } file) return numbers;
        if (!File.Exists(call.PathOf(file))) throw new LegacyCrashException($"There is no file {file}.");
        numbers.AddRange(LegacyIds.SplitAsIs(await File.ReadAllLinesAsync(call.PathOf(file), cancellationToken)));
        return numbers;
    }
}
