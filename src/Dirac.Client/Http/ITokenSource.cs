namespace Dirac.Client.Http;

/// <summary>Gives the access token for a request.</summary>
public interface ITokenSource
{
    /// <summary>Returns a token good for at least the next seconds.</summary>
    /// <param name="rejected">The token the server has just refused, or null: never answer with it again.</param>
    /// <param name="cancellationToken">Ends the wait for a token.</param>
    ValueTask<string> GetTokenAsync(string? rejected, CancellationToken cancellationToken);
}
