using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Cli.Sites;

/// <summary>The configuration file of an installation on this machine; its server reads it again when it changes.</summary>
internal sealed class LocalConfiguration(string dataDirectory)
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(dataDirectory, "dirac.cfg");

    /// <summary>What it says.</summary>
    /// <exception cref="DiracException">NotFound: there is none here.</exception>
    public CfgSection Read() => File.Exists(Path) ? Cfg.Parse(File.ReadAllText(Path)) : throw new DiracException(
        ErrorCode.NotFound, $"There is no installation in {dataDirectory}: {Path} is not there.", "'dirac up' makes one on this machine; sites of a server elsewhere are added to its configuration.");

    /// <summary>Sets options, all or none: the file is replaced.</summary>
    /// <param name="options">Paths and values.</param>
    /// <param name="cancellationToken">Leaves the file as it is.</param>
    public Task ChangeAsync(IEnumerable<KeyValuePair<string, string>> options, CancellationToken cancellationToken) =>
        ReplaceAsync(options.Aggregate(Read(), (tree, option) => tree.With(option.Key, option.Value)), cancellationToken);

    /// <summary>Takes a section out.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Leaves the file as it is.</param>
    public Task RemoveAsync(string path, CancellationToken cancellationToken) => ReplaceAsync(Read().Without(path), cancellationToken);

    private async Task ReplaceAsync(CfgSection root, CancellationToken cancellationToken)
    {
        // A name of its own: what another change left behind, or is at, is not touched.
        var next = $"{Path}.{Guid.NewGuid():N}";
        try
        {
            await WriteAsync(next, Cfg.Write(root), cancellationToken);
            File.Move(next, Path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }

    private async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
        // Given afterwards, since the user's umask takes from the mode with which a file is made.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, File.GetUnixFileMode(Path));
    }
}
