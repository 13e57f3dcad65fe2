using Dirac.Model.Api;

namespace Dirac.Cli.LegacyNames;

/// <summary>Who works, and the defaults that person has written down for the short commands.</summary>
/// <param name="User">The caller; null when the server cannot tell.</param>
/// <param name="Values">Defaults by name, in small letters.</param>
internal sealed record LegacyProfile(UserInfo? User, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Where relative LFNs start.</summary>
    public string Home => Values.GetValueOrDefault("home_dir") is { Length: > 0 } home ? home : Guessed();

    /// <summary>Reads <c>dcommands.conf</c> of <c>DCOMMANDS_CONFIG_DIR</c>, or of <c>~/.dirac</c>.</summary>
    /// <param name="call">Where to ask.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<LegacyProfile> ReadAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        UserInfo? user;
        try
        {
            user = await call.Server.WhoAmIAsync(cancellationToken);
        }
        catch (LegacyException)
        {
            // The command's own call meets the same trouble and tells of it.
            user = null;
        }

        var file = FileOf(call);
        var conf = DCommandsConf.Parse(File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "");
        return new LegacyProfile(user, conf.For(user?.DiracGroup ?? ""));
    }

    private static string FileOf(LegacyCall call)
    {
        var home = call.Host.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var folder = call.Host.Variable("DCOMMANDS_CONFIG_DIR") is { Length: > 0 } given ? given : Path.Combine(home, ".dirac");
        return Path.Combine(call.PathOf(folder), "dcommands.conf");
    }

    private string Guessed() => User is { PreferredUsername: [var first, ..] name } ? $"/{User.Vo}/user/{first}/{name}" : "/";
}
