using Dirac.Model.Errors;

namespace Dirac.Configuration.Peers;

/// <summary>Bounds how long a peer is waited for.</summary>
internal static class Patient
{
    /// <summary>Makes a call.</summary>
    /// <exception cref="DiracException">The peer refused, or Unavailable: it did not answer in time.</exception>
    public static async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DiracException(ErrorCode.Unavailable, $"No answer within {patience.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc cref="CallAsync{T}"/>
    public static Task CallAsync(Func<CancellationToken, Task> call, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken) =>
        CallAsync(async token => { await call(token); return true; }, patience, clock, cancellationToken);
}
