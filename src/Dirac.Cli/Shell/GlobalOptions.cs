using System.CommandLine;

namespace Dirac.Cli.Shell;

/// <summary>The values of the options every command understands.</summary>
/// <param name="Url">Address of the server, if given.</param>
/// <param name="Data">Data directory of a server on this machine, if given.</param>
/// <param name="Profile">Name of a profile, if given.</param>
/// <param name="Json">Whether a program reads.</param>
/// <param name="NoColor">Whether colours are unwanted.</param>
internal sealed record GlobalOptions(string? Url, string? Data, string? Profile, bool Json, bool NoColor)
{
    private const string UrlName = "--url";
    private const string DataName = "--data";
    private const string ProfileName = "--profile";
    private const string JsonName = "--json";
    private const string NoColorName = "--no-color";

    /// <summary>Adds the options to the root, where every command inherits them.</summary>
    /// <param name="root">The root command.</param>
    public static void AddTo(RootCommand root)
    {
        root.Add(new Option<string?>(UrlName)
        {
            Description = "Address of the server. Default: DIRAC_URL, else that of the profile in use, else the server of the data directory.",
            HelpName = "URL",
            Recursive = true,
        });
        root.Add(new Option<string?>(DataName)
        {
            Description = "Data directory of a server on this machine. Default: DIRAC_DATA, else ~/.local/share/dirac.",
            HelpName = "DIR",
            Recursive = true,
        });
        root.Add(new Option<string?>(ProfileName)
        {
            Description = "The login to use, by name. Default: DIRAC_PROFILE, else the profile in use; 'dirac profile list' lists them.",
            HelpName = "NAME",
            Recursive = true,
        });
        root.Add(new Option<bool>(JsonName) { Description = "Print one JSON document instead of text for people.", Recursive = true });
        root.Add(new Option<bool>(NoColorName) { Description = "Print without colours (so does NO_COLOR).", Recursive = true });
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    public static GlobalOptions Read(ParseResult parsed) => new(
        parsed.GetValue<string?>(UrlName),
        parsed.GetValue<string?>(DataName),
        parsed.GetValue<string?>(ProfileName),
        parsed.GetValue<bool>(JsonName),
        parsed.GetValue<bool>(NoColorName));
}
