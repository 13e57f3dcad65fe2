using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dirac.Model.Errors;

namespace Dirac.Security.Local;

/// <summary>Identity for one machine: whoever can read the 0600 file with this secret is the user who started the server.</summary>
/// <remarks>Kept in <c>local-identity.json</c> in the data directory. <see cref="ToString"/> does not show the secret.</remarks>
/// <param name="Secret">256 random bits, base64url.</param>
/// <param name="User">DIRAC user name of the holder.</param>
/// <param name="Vo">Virtual organisation of the holder.</param>
/// <param name="Url">Address of the server the secret is for.</param>
public sealed record LocalIdentity(
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("url")] string Url)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "local-identity.json";

    /// <summary>Where the file lies in <paramref name="dataDirectory"/>.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, FileName);

    /// <summary>Makes or renews the file: an existing secret stays, user, VO and address become those given.</summary>
    /// <exception cref="DiracException">The existing file is open to others, belongs to another user or is damaged.</exception>
    public static LocalIdentity Establish(string dataDirectory, string user, string vo, string url)
    {
        DataDirectory.Ensure(dataDirectory);
        var path = PathIn(dataDirectory);
        var secret = File.Exists(path) ? Read(dataDirectory).Secret : RandomText.Create();
        var identity = new LocalIdentity(secret, user, vo, url);
        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(identity, SecurityJsonContext.Default.LocalIdentity));
        return identity;
    }

    /// <summary>Reads the file of <paramref name="dataDirectory"/>.</summary>
    /// <exception cref="DiracException">NotAuthenticated when there is none or it is damaged; NotAuthorized when it is open to others or another user's.</exception>
    public static LocalIdentity Read(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        try
        {
            return JsonSerializer.Deserialize(PrivateFile.Read(path), SecurityJsonContext.Default.LocalIdentity)
                ?? throw Damaged(path, null);
        }
        catch (JsonException cause)
        {
            throw Damaged(path, cause);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DiracException(ErrorCode.NotAuthenticated, $"There is no local identity in {dataDirectory}.", "Start the server with: dirac up - or name its data directory with DIRAC_DATA.", missing);
        }
    }

    /// <summary>Whether <paramref name="candidate"/> is the secret. Takes the same time wherever they differ.</summary>
    public bool Accepts(string? candidate) =>
        candidate is not null && CryptographicOperations.FixedTimeEquals(Hash(candidate), Hash(Secret));

    /// <summary>User, VO and address, without the secret.</summary>
    public override string ToString() => $"{User} of {Vo} at {Url}";

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static DiracException Damaged(string path, Exception? cause) =>
        new(ErrorCode.NotAuthenticated, $"{path} is damaged.", "Delete it and start the server again: a new one is made.", cause);
}
