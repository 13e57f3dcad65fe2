using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>Opens connections to brokers.</summary>
internal interface IBrokers
{
    /// <summary>Opens one: to one of the service's addresses, tried in an order of chance, as DIRAC does.</summary>
    /// <param name="service">Which broker.</param>
    /// <param name="clientName">Our name there; with it a broker lets in only one connection at a time. Null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DiracException">Unavailable: none answers; Conflict: it refuses.</exception>
    Task<IBrokerConnection> OpenAsync(MqService service, string? clientName, CancellationToken cancellationToken);
}
