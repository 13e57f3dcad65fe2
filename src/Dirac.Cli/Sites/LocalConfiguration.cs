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
    public async Task ChangeAsync(IEnumerable<KeyValuePair<string, string>> options, CancellationToken cancellationToken)
    {
        var root = options.Aggregate(Read(), (tree, option) => tree.With(option.Key, option.Value));
        var next = Path + ".new";
        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = File.GetUnixFileMode(Path);
        await using (var writer = new StreamWriter(next, file)) await writer.WriteAsync(Cfg.Write(root).AsMemory(), cancellationToken);
        File.Move(next, Path, overwrite: true);
    }
}
