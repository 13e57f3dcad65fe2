using Dirac.Hosting.Rpc.Calling;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Access tokens that are not ours: those of the VOs' identity providers, with which DIRAC's clients call over https.</summary>
public interface IForeignTokens
{
    /// <summary>Whom a token stands for; null when it is not taken. Never fails: what cannot be judged is not taken.</summary>
    /// <param name="token">As it came.</param>
    /// <param name="group">The group the caller asks for beside it; null when none is named.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<RpcIdentity?> IdentifyAsync(string token, string? group, CancellationToken cancellationToken);
}
