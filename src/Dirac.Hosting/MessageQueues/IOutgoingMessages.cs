using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Hosting.MessageQueues;

/// <summary>Owes messages to other programs: written down in the transaction of the change that they tell of, and sent for as long as it takes.</summary>
/// <remarks>
/// A message arrives at least once; what comes twice has the same header <c>dirac-id</c>. While a broker is away its messages wait in the database, however
/// long. Messages that became due together are sent in the order in which they were written; batches may overtake one another, above all after an outage.
/// </remarks>
public interface IOutgoingMessages
{
    /// <summary>Owes a message from the moment at which <paramref name="session"/>'s transaction is committed.</summary>
    /// <param name="session">A writing session of a database for which <c>AddOutgoingMessages</c> was called.</param>
    /// <param name="mqUri">The queue or topic, such as <c>Monitoring::Queues::dirac.wmshistory</c>.</param>
    /// <param name="message">What is sent.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>When the row is written.</returns>
    /// <exception cref="DiracException">BadConfiguration: the text names no queue; TooLarge: the body has more than 4 MiB.</exception>
    /// <exception cref="InvalidOperationException">The session is of a database that owes no messages.</exception>
    Task SendAsync(IDbSession session, string mqUri, OutgoingMessage message, CancellationToken cancellationToken);
}
