using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Security.Local;

namespace Dirac.Samples.ClientLibrary;

/// <summary>Connects to the server that the environment names.</summary>
internal static class Server
{
    /// <summary>Opens a connection; keep one for as long as the program works, it is thread-safe.</summary>
    /// <param name="group">The DIRAC group to work in; null means your default. Counts for a server on this machine; elsewhere the token says it.</param>
    public static ApiConnection Connect(string? group = null)
    {
        // A server elsewhere: its address, and an access token, such as 'dirac login' gets.
        if (Environment.GetEnvironmentVariable("DIRAC_URL") is { Length: > 0 } url && Environment.GetEnvironmentVariable("DIRAC_TOKEN") is { Length: > 0 } token)
        {
            var options = new ApiConnectionOptions { Url = new Uri(url), CaFile = Environment.GetEnvironmentVariable("DIRAC_CA") };
            return new ApiConnection(options, new FixedToken(token));
        }

        // The server of 'dirac up' on this machine: whoever may read its data directory is its user.
        var data = Environment.GetEnvironmentVariable("DIRAC_DATA")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "dirac");
        var identity = LocalIdentity.Read(data);
        return LocalLogin.Connect(
            new ApiConnectionOptions { Url = new Uri(identity.Url), CaFile = Path.Combine(data, "ca.pem") }, identity, group, TimeProvider.System);
    }
}
