using System.Security.Cryptography;
using System.Text;

namespace Dirac.Resources.Ssh;

/// <summary>Where the control sockets of shared connections are. The command line and the server find the same ones, so that a person can log in for the server.</summary>
/// <remarks>
/// A socket's path may have about 100 bytes, so it does not lie in the data directory but in a folder of its own for this user. Nor where <c>TMPDIR</c> says: that is
/// long on some systems, and another one for each session on others.
/// </remarks>
public sealed class SshSockets
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _directory;

    private SshSockets(string directory) => _directory = directory;

    /// <summary>The folder of an installation, made when it is missing.</summary>
    /// <param name="dataDirectory">Its data directory.</param>
    /// <exception cref="IOException">The folder cannot be made, or belongs to somebody else.</exception>
    public static SshSockets Of(string dataDirectory)
    {
        var name = $"dirac-ssh-{Hash($"{Environment.UserName}\n{Path.GetFullPath(dataDirectory)}")}";
        var directory = Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp", name);
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory, OwnerOnly);
            // Setting the mode fails when the folder is somebody else's, who could then listen in.
            File.SetUnixFileMode(directory, OwnerOnly);
        }

        return new SshSockets(directory);
    }

    /// <summary>The control socket of a host's shared connection.</summary>
    /// <param name="target">The host.</param>
    public string Of(SshTarget target) => Path.Combine(_directory, Hash(string.Join('\n', target.Words())));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
