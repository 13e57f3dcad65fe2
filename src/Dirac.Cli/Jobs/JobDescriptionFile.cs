using Dirac.Cli.Shell;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Cli.Jobs;

/// <summary>A job description as a person wrote it, and the folder its file names start from.</summary>
/// <param name="Name">The file, for messages.</param>
/// <param name="Ad">The description.</param>
/// <param name="Folder">Where the relative names in its InputSandbox start.</param>
internal sealed record JobDescriptionFile(string Name, ClassAd Ad, string Folder)
{
    /// <summary>Reads a description; <c>-</c> reads standard input and starts from the working directory.</summary>
    /// <param name="host">The process.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DiracException">BadJobDescription: the text is not understood. NotFound: there is no such file.</exception>
    public static async Task<JobDescriptionFile> ReadAsync(CliHost host, string file, CancellationToken cancellationToken)
    {
        if (file == "-") return new("standard input", Parse("standard input", await host.Input.ReadToEndAsync(cancellationToken)), host.WorkingDirectory);

        var path = Path.GetFullPath(file, host.WorkingDirectory);
        if (!File.Exists(path)) throw new DiracException(ErrorCode.NotFound, $"There is no job description {file}.", "Give the path of a JDL file, or --executable for a job without one.");
        return new(file, Parse(file, await File.ReadAllTextAsync(path, cancellationToken)), Path.GetDirectoryName(path)!);
    }

    private static ClassAd Parse(string name, string text)
    {
        try
        {
            return ClassAd.Parse(Bracketed(WithoutComments(text)));
        }
        catch (DiracException error)
        {
            throw new DiracException(error.Code, $"{name}: {error.Message}", error.Advice, error);
        }
    }

    // compat: DIRAC's clients drop lines that begin with #. An empty line in their place keeps line numbers right.
    private static string WithoutComments(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.StartsWith('#') ? "" : line));

    // compat: DIRAC's service puts the brackets around a description that has none.
    private static string Bracketed(string text) => text.AsSpan().Trim().StartsWith("[") ? text : $"[{text}]";
}
