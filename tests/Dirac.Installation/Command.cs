namespace Dirac.Installation;

/// <summary>Runs programs to their end.</summary>
public static class Command
{
    /// <summary>Runs one.</summary>
    /// <param name="words">Its command line.</param>
    /// <param name="environment">Variables added to this process's own.</param>
    /// <param name="cancellationToken">Ends the wait, and the program.</param>
    /// <returns>Its exit code, and what it printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        // A file, since services that it starts would keep a pipe open.
        var log = Path.GetTempFileName();
        try
        {
            await using var program = RunningProgram.Start(words[0], [.. words.Skip(1)], log, environment: environment);
            var code = await program.WaitAsync(cancellationToken);
            return (code, (await File.ReadAllTextAsync(log, cancellationToken)).Trim());
        }
        finally
        {
            File.Delete(log);
        }
    }
}
