using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Rpc;

/// <summary>Calls services at an address, over one of the protocols. What has not reached the service is a <see cref="NotReachedException"/>.</summary>
internal interface IRpcCaller
{
    /// <summary>Calls a method.</summary>
    Task<RpcAnswer> CallAsync(RpcUrl url, RpcCircumstances circumstances, string method, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken);

    /// <summary>Sends a file.</summary>
    Task<RpcAnswer> UploadAsync(RpcUrl url, RpcCircumstances circumstances, TransferRequest request, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Receives a file.</summary>
    Task<RpcAnswer> DownloadAsync(RpcUrl url, RpcCircumstances circumstances, TransferRequest request, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken);
}

/// <summary>What a service answered.</summary>
/// <param name="Reply">Its reply.</param>
/// <param name="IsRefusal">Whether it refused to listen, so that nothing has been done.</param>
internal sealed record RpcAnswer(RpcReply Reply, bool IsRefusal);
