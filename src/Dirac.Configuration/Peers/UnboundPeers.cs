using Dirac.Model.Errors;

namespace Dirac.Configuration.Peers;

/// <summary>Stands where no client is bound: nobody can be reached.</summary>
internal sealed class UnboundPeers : IConfigurationPeers
{
    public Task<string> PingAsync(string url, CancellationToken cancellationToken) => Task.FromException<string>(Unreachable(url));

    public Task RefreshAsync(string url, bool fromMaster, CancellationToken cancellationToken) => Task.FromException(Unreachable(url));

    public Task<NewerConfiguration> GetIfNewerAsync(string url, string version, CancellationToken cancellationToken) => Task.FromException<NewerConfiguration>(Unreachable(url));

    public Task PublishSlaveAsync(string url, string slave, CancellationToken cancellationToken) => Task.FromException(Unreachable(url));

    private static DiracException Unreachable(string url) => new(ErrorCode.Unavailable, $"{url} cannot be called: this program has no client for it.");
}
