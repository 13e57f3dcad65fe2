using Dirac.Model.Errors;

namespace Dirac.Configuration.Peers;

/// <summary>Calls of other services, as this host: what this room needs of a client for DIRAC's protocols.</summary>
/// <remarks>Every method throws a <see cref="DiracException"/> when the peer cannot be reached or refuses. The callers bound the time with their token.</remarks>
internal interface IConfigurationPeers
{
    /// <summary>Asks a service who it is.</summary>
    /// <param name="url">Its full address, such as <c>dips://host:9135/Configuration/Server</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The name it gives itself.</returns>
    Task<string> PingAsync(string url, CancellationToken cancellationToken);

    /// <summary>Has any service read its configuration again.</summary>
    /// <param name="url">Its full address.</param>
    /// <param name="fromMaster">Whether it is to ask the master and nobody else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task RefreshAsync(string url, bool fromMaster, CancellationToken cancellationToken);

    /// <summary>Asks a configuration server for its tree if it is newer.</summary>
    /// <param name="url">Its full address.</param>
    /// <param name="version">The version at hand.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<NewerConfiguration> GetIfNewerAsync(string url, string version, CancellationToken cancellationToken);

    /// <summary>Tells a master of a slave.</summary>
    /// <param name="url">The master's full address.</param>
    /// <param name="slave">The slave's full address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task PublishSlaveAsync(string url, string slave, CancellationToken cancellationToken);
}
