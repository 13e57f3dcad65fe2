using Dirac.Hosting.Rpc.Calling;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Takes no tokens but ours.</summary>
internal sealed class NoForeignTokens : IForeignTokens
{
    public Task<RpcIdentity?> IdentifyAsync(string token, string? group, CancellationToken cancellationToken) => Task.FromResult<RpcIdentity?>(null);
}
