using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Hosting.MessageQueues.Sending;

/// <summary>The way of a message into the database that owes it.</summary>
/// <param name="database">The database.</param>
internal abstract class OutgoingRoute(string database)
{
    public string Database => database;

    public abstract Task EnqueueAsync(ITaskQueue queue, IDbSession session, OwedMessage message, CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <typeparam name="TOwner">Stands for the database.</typeparam>
/// <param name="database">The database.</param>
internal sealed class OutgoingRoute<TOwner>(string database) : OutgoingRoute(database)
{
    public override Task EnqueueAsync(ITaskQueue queue, IDbSession session, OwedMessage message, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(session, [new NewTask<OwedMessage<TOwner>>(new OwedMessage<TOwner>(message))], cancellationToken);
}
