using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Statuses;

/// <summary>How it goes with the queues that get pilots.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class DirectionClient(ApiConnection connection)
{
    /// <summary>The queues that serve the caller's VO.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<DirectedQueueInfo>> ShowAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(ApiRequest.Get("/api/sites/direction"), ModelJsonContext.Default.IReadOnlyListDirectedQueueInfo, cancellationToken);
}
