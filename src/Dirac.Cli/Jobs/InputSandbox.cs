using Dirac.Client.Sandboxes;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Cli.Jobs;

/// <summary>Sends the local files of descriptions to the server, so that pilots can fetch them.</summary>
/// <param name="sandboxes">The server's sandboxes.</param>
internal sealed class InputSandbox(SandboxClient sandboxes)
{
    private const string Attribute = "InputSandbox";

    /// <summary>Packs and uploads the local files a description names.</summary>
    /// <param name="description">The description.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The description with the archive's name appended to its InputSandbox, or as it was when it names no local file.</returns>
    /// <exception cref="DiracException">NotFound: a file is missing.</exception>
    public async Task<ClassAd> UploadAsync(JobDescriptionFile description, CancellationToken cancellationToken)
    {
        var files = FindLocal(description);
        if (files.Files.Count == 0) return description.Ad;

        var archive = Path.Combine(Path.GetTempPath(), $"dirac-{Path.GetRandomFileName()}.{SandboxArchive.Zstandard}");
        try
        {
            await SandboxArchive.PackAsync(files, archive, SandboxArchive.Zstandard, cancellationToken);
            var name = await sandboxes.UploadAsync(archive, SandboxArchive.Zstandard, job: null, cancellationToken);
            return description.Ad.With(Attribute, [.. description.Ad.GetList(Attribute), name]);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>Finds the local files a description names: everything that is no LFN, no sandbox and no parameter.</summary>
    /// <param name="description">The description.</param>
    /// <exception cref="DiracException">NotFound: a file is missing.</exception>
    public static SandboxFiles FindLocal(JobDescriptionFile description)
    {
        var files = SandboxFiles.Find(description.Folder, LocalNames(description.Ad));
        if (files.Missing.Count == 0) return files;
        throw new DiracException(
            ErrorCode.NotFound,
            $"{description.Name} names {string.Join(", ", files.Missing)} in its InputSandbox, but {(files.Missing.Count == 1 ? "that is" : "those are")} not in {description.Folder}.",
            "Names start from the folder of the description. Nothing was submitted.");
    }

    /// <summary>The names in a description that stand for local files.</summary>
    /// <param name="ad">The description.</param>
    public static IReadOnlyList<string> LocalNames(ClassAd ad) => [.. ad.GetList(Attribute).Where(IsLocal)];

    private static bool IsLocal(string name) =>
        !name.StartsWith("LFN:", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("SB:", StringComparison.Ordinal)
        && !name.Contains("%s", StringComparison.Ordinal)
        && !name.Contains("%(", StringComparison.Ordinal);
}
