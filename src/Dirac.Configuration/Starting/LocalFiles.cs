using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Starting;

/// <summary>Reads a process's own CFG files before there is a host.</summary>
internal static class LocalFiles
{
    /// <summary>All of <paramref name="files"/>, later ones over earlier ones.</summary>
    /// <exception cref="DiracException">BadConfiguration: one of them is not usable.</exception>
    public static CfgSection Read(IEnumerable<string> files) => files.Select(Read).Aggregate(CfgSection.Empty, Cfg.Merge);

    private static CfgSection Read(string path)
    {
        try
        {
            return Cfg.Parse(File.ReadAllText(path));
        }
        catch (DiracException problem)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{path}: {problem.Message}", problem.Advice ?? "Mend the file.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{path} cannot be read: {problem.Message}", "Check the path given with --config.", problem);
        }
    }
}
