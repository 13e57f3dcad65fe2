using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Cli.Configuration;

/// <summary><c>dirac config check</c>: whether files can be understood, before a server is given them.</summary>
internal static class CheckConfig
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "Configuration files (CFG).", Arity = ArgumentArity.OneOrMore };
        return new Command("check", "Check that configuration files can be understood; names the line that cannot.") { files }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var good = true;
            foreach (var file in parsed.GetValue(files)!)
            {
                var text = await File.ReadAllTextAsync(Path.GetFullPath(file, host.WorkingDirectory), cancellationToken);
                good &= Check(session, file, text);
            }

            return good ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static bool Check(Session session, string file, string text)
    {
        try
        {
            var tree = Cfg.Parse(text);
            session.Screen.WriteLine($"{file}: good, with the sections {string.Join(", ", tree.SectionNames("/"))}.");
            return true;
        }
        catch (DiracException error)
        {
            new ErrorReport(ExitCodes.Failed, $"{file}: {error.Message}", error.Advice).WriteTo(session.Host.Error);
            return false;
        }
    }
}
