using Dirac.Cli.Shell;
using Dirac.Model.Errors;

namespace Dirac.Cli.Local;

/// <summary>Finds the other programs of this installation.</summary>
/// <param name="host">The process.</param>
/// <param name="home">Folder of this program.</param>
internal sealed class ProgramLocator(CliHost host, string home)
{
    /// <summary>The server.</summary>
    public string Server => Find("dirac-server", "DIRAC_SERVER_BIN", "Dirac.Server");

    /// <summary>The pilot.</summary>
    public string Pilot => Find("dirac-pilot", "DIRAC_PILOT_BIN", "Dirac.Pilot");

    private string Find(string name, string variable, string project)
    {
        if (host.Variable(variable) is { Length: > 0 } named)
        {
            var path = Path.GetFullPath(named, host.WorkingDirectory);
            return File.Exists(path) ? path : throw new DiracException(ErrorCode.NotFound, $"{variable} names {path}, which does not exist.", $"Unset it to use the {name} of this installation.");
        }

        var beside = Path.Combine(home, name);
        // In a build tree every program has a folder of its own: bin/Dirac.Server/release.
        var built = Path.Combine(home, "..", "..", project, Path.GetFileName(home.TrimEnd(Path.DirectorySeparatorChar)), name);
        return new[] { beside, Path.GetFullPath(built) }.FirstOrDefault(File.Exists)
            ?? throw new DiracException(ErrorCode.NotFound, $"{name} is not beside this program in {home}.", $"Install it there, or name it with {variable}.");
    }
}
