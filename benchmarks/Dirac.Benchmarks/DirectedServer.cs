using Dirac.Installation;
using Dirac.Model.Configuration;

namespace Dirac.Benchmarks;

/// <summary>A server with computing elements in its configuration.</summary>
internal static class DirectedServer
{
    /// <summary>Makes a data directory, changes its configuration, and starts a server on it.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="options">Paths and values to be set.</param>
    /// <param name="environment">Variables of its environment.</param>
    /// <param name="clock">The clock of the waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<InstalledServer> StartAsync(
        string directory, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> environment, TimeProvider clock, CancellationToken cancellationToken)
    {
        var server = new InstalledServer(directory, clock) { Environment = environment };
        // The first start writes the configuration that there is for one's own machine.
        await server.StartAsync(cancellationToken);
        await server.StopAsync(cancellationToken);
        var file = Path.Combine(directory, "dirac.cfg");
        var root = Cfg.Parse(await File.ReadAllTextAsync(file, cancellationToken));
        foreach (var (path, value) in options) root = root.With(path, value);
        await File.WriteAllTextAsync(file, Cfg.Write(root), cancellationToken);
        await server.StartAsync(cancellationToken);
        return server;
    }
}
