using System.Text.Json;
using System.Text.Json.Serialization;
using Dirac.Model.Errors;

namespace Dirac.Client.Identity;

/// <summary>Proof of being the user who started the server: the 0600 file the server leaves in its data directory.</summary>
/// <param name="Secret">The secret to log in with.</param>
/// <param name="User">DIRAC user name of its holder.</param>
/// <param name="Vo">Virtual organisation of that user.</param>
/// <param name="Url">Address of the server that made it.</param>
public sealed record LocalIdentity(
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("url")] string Url)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "local-identity.json";

    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads the file.</summary>
    /// <param name="directory">The server's data directory.</param>
    /// <exception cref="DiracException">NotAuthenticated: there is no such file, it is not ours to read, others may read it, or it is damaged.</exception>
    public static LocalIdentity Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ForOthers) != 0)
                throw Refused($"{path} can be read by other users of this machine.", $"Delete it and start the server again; it makes a new secret.");
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ClientJsonContext.Default.LocalIdentity) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused($"There is no local identity in {directory}.", "Start a server with 'dirac up', or name its data directory with --data or DIRAC_DATA.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Refused($"{path} belongs to another user.", "Only the user who started that server can use it this way.", error);
        }
        catch (JsonException error)
        {
            throw Refused($"{path} is damaged.", "Start the server again; it makes a new one.", error);
        }
    }

    private static DiracException Refused(string message, string advice, Exception? cause = null) =>
        new(ErrorCode.NotAuthenticated, message, advice, cause);
}
