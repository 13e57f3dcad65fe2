using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Client.Identity.Kept;
using Dirac.Model.Errors;
using Dirac.Security.Local;

namespace Dirac.Cli.Profiles;

/// <summary>Profiles and their tokens on disk: <c>$XDG_CONFIG_HOME/dirac</c>, or <c>~/.config/dirac</c>, for its owner only.</summary>
/// <param name="host">The process.</param>
internal sealed class ProfileStore(CliHost host)
{
    /// <summary>The directory; it may not exist.</summary>
    public string Directory { get; } = Path.Combine(Given(host, "XDG_CONFIG_HOME") ?? Path.Combine(Given(host, "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"), "dirac");

    /// <summary>The file of the profiles.</summary>
    public string File => Path.Combine(Directory, "profiles.json");

    /// <summary>All profiles; none when there is no file.</summary>
    /// <exception cref="DiracException">The file is damaged, or open to others.</exception>
    public ProfileBook Read()
    {
        try
        {
            return JsonSerializer.Deserialize(PrivateFile.Read(File), ProfileJsonContext.Default.ProfileBook) ?? ProfileBook.Empty;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return ProfileBook.Empty;
        }
        catch (JsonException cause)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{File} is damaged: {cause.Message}", "Mend it, or delete it and log in again.", cause);
        }
    }

    /// <summary>Changes the profiles; of commands that do so at once none undoes what another did.</summary>
    /// <param name="change">Makes the new from the old.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    public async Task ChangeAsync(Func<ProfileBook, ProfileBook> change, CancellationToken cancellationToken)
    {
        Security.Local.DataDirectory.Ensure(Directory);
        using var others = await FileLock.TakeAsync(File + ".lock", host.Clock, cancellationToken);
        PrivateFile.Write(File, JsonSerializer.SerializeToUtf8Bytes(change(Read()), ProfileJsonContext.Default.ProfileBook));
    }

    /// <summary>The tokens of a profile.</summary>
    /// <param name="profile">Its name.</param>
    public TokenFile TokensOf(string profile) => new(Path.Combine(Directory, "tokens", profile + ".json"), host.Clock);

    private static string? Given(CliHost host, string name) => host.Variable(name) is { Length: > 0 } value ? value : null;
}
