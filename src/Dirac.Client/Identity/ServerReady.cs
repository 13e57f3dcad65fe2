using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Client.Identity;

/// <summary>What a running server says of itself in its data directory once it answers requests.</summary>
/// <param name="Urls">Addresses it listens on, the preferred one first.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Ca">PEM file of the authority that signed its certificate; null when it speaks plain HTTP.</param>
public sealed record ServerReady(
    [property: JsonPropertyName("urls")] IReadOnlyList<string> Urls,
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("ca")] string? Ca = null)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "ready.json";

    /// <summary>Reads the file; null while there is none, or none that can be read.</summary>
    /// <param name="directory">The server's data directory.</param>
    /// <remarks>The file may outlive a server that was killed: it says where to look, not that somebody is there.</remarks>
    public static ServerReady? TryRead(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(directory, FileName)), ClientJsonContext.Default.ServerReady);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
