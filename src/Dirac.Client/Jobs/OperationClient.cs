using System.Globalization;
using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Jobs;

/// <summary>Operations on many jobs: one request, followed to its end.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class OperationClient(ApiConnection connection)
{
    private const string Root = "/api/jobs/operations";

    /// <summary>Asks for an operation; it is accepted, and goes on whatever becomes of the caller.</summary>
    /// <param name="request">What to do to which jobs.</param>
    /// <param name="cancellationToken">Ends the call; the operation may have been accepted.</param>
    public Task<JobOperation> StartAsync(JobOperationRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.WithJson(HttpMethod.Post, Root, request, ModelJsonContext.Default.JobOperationRequest), cancellationToken);

    /// <summary>The newest operations first.</summary>
    /// <param name="all">Those of everybody in the VO; for administrators.</param>
    /// <param name="limit">How many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<JobOperation>> ListAsync(bool all = false, int limit = 20, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.Get(string.Create(CultureInfo.InvariantCulture, $"{Root}?limit={limit}&all={(all ? "true" : "false")}")),
        ModelJsonContext.Default.IReadOnlyListJobOperation,
        cancellationToken);

    /// <summary>One operation as it is now.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobOperation> ShowAsync(long id, CancellationToken cancellationToken = default) => SendAsync(ApiRequest.Get($"{Root}/{id}"), cancellationToken);

    /// <summary>One operation when it has gone on or ended; held by the server for the wait asked for while it has not.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="after">Comes back when more jobs than this have an outcome.</param>
    /// <param name="wait">The longest wait: up to a minute.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobOperation> FollowAsync(long id, int after, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{Root}/{id}?wait={(int)wait.TotalSeconds}&after={after}");
        return SendAsync(ApiRequest.Get(path) with { Wait = wait }, cancellationToken);
    }

    /// <summary>Stops what is not done yet.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobOperation> CancelAsync(long id, CancellationToken cancellationToken = default) => SendAsync(new ApiRequest(HttpMethod.Post, $"{Root}/{id}/cancel"), cancellationToken);

    /// <summary>Has the jobs of a delete put back.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobOperation> UndoAsync(long id, CancellationToken cancellationToken = default) => SendAsync(new ApiRequest(HttpMethod.Post, $"{Root}/{id}/undo"), cancellationToken);

    private Task<JobOperation> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(request, ModelJsonContext.Default.JobOperation, cancellationToken);
}
