using Dirac.Client.Http;

namespace Dirac.Client.Identity;

/// <summary>A token that came from elsewhere (DIRAC_TOKEN, a file) and cannot be renewed.</summary>
/// <param name="token">The token.</param>
public sealed class FixedToken(string token) : ITokenSource
{
    /// <inheritdoc/>
    public ValueTask<string> GetTokenAsync(string? rejected, CancellationToken cancellationToken) => ValueTask.FromResult(token);
}
