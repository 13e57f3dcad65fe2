using Microsoft.Extensions.Logging;

namespace Dirac.Persistence;

/// <summary>The one place where conflicts with other transactions and broken connections are tried again.</summary>
internal sealed partial class TransientRetry(TimeProvider time, RandomSource random, ILogger<TransientRetry> logger)
{
    private const int MostAttempts = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Runs <paramref name="attempt"/> until it succeeds, fails for good, or has failed eight times.</summary>
    /// <param name="database">For the log.</param>
    /// <param name="attempt">The whole transaction, from its first statement.</param>
    /// <param name="isTransient">Whether an exception means that trying again may help and nothing was changed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<T> RunAsync<T>(
        string database, Func<CancellationToken, Task<T>> attempt, Func<Exception, bool> isTransient, CancellationToken cancellationToken)
    {
        for (var made = 1; ; made++)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (Exception exception) when (made < MostAttempts && isTransient(exception))
            {
                LogRetry(database, made, exception.Message);
            }
            await Task.Delay(Delay(made), time, cancellationToken);
        }
    }

    private TimeSpan Delay(int made)
    {
        var longest = Math.Min(LongestDelay.TotalMilliseconds, FirstDelay.TotalMilliseconds * Math.Pow(2, made - 1));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (0.5 * random.NextDouble())));
    }

    [LoggerMessage(3001, LogLevel.Information, "Attempt {Attempt} on {Database} is repeated: {Reason}")]
    private partial void LogRetry(string database, int attempt, string reason);
}
