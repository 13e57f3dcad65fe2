using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Accounts;

/// <summary>People who ask to be registered, and accounts that follow an identity provider. For managers of users.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class AccountClient(ApiConnection connection)
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>Those who wait, the longest first; or all.</summary>
    /// <param name="all">Those who are approved or refused, too.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<AccountRequestInfo>> RequestsAsync(bool all = false, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/accounts/requests?all={(all ? "true" : "false")}"), Json.IReadOnlyListAccountRequestInfo, cancellationToken);

    /// <summary>Registers somebody. Repeating it changes nothing.</summary>
    /// <param name="id">The number of the request.</param>
    /// <param name="approval">How.</param>
    /// <param name="cancellationToken">Ends the call; the person may have been registered.</param>
    public Task<AccountRequestInfo> ApproveAsync(long id, AccountApproval approval, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.WithJson(HttpMethod.Post, $"/api/accounts/requests/{id}/approve", approval, Json.AccountApproval), Json.AccountRequestInfo, cancellationToken);

    /// <summary>Refuses a request.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call; it may have been refused.</param>
    public Task<AccountRequestInfo> RefuseAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"/api/accounts/requests/{id}/refuse"), Json.AccountRequestInfo, cancellationToken);

    /// <summary>Compares the users of a VO with those of its provider.</summary>
    /// <param name="request">Which VO, and whether the differences are to be removed.</param>
    /// <param name="cancellationToken">Ends the call; they may have been removed.</param>
    public Task<AccountSyncReply> SyncAsync(AccountSyncRequest request, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.WithJson(HttpMethod.Post, "/api/accounts/sync", request, Json.AccountSyncRequest), Json.AccountSyncReply, cancellationToken);
}
