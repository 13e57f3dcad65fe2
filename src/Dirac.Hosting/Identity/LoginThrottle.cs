using Dirac.Model.Errors;

namespace Dirac.Hosting.Identity;

/// <summary>Counts wrong secrets by the minute. Thread-safe.</summary>
internal sealed class LoginThrottle
{
    /// <summary>Wrong secrets a minute that are answered with 401; further ones get 429.</summary>
    public const int PerMinute = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private DateTimeOffset _windowStart;
    private int _wrong;

    public LoginThrottle(TimeProvider clock) => _clock = clock;

    /// <summary>Counts a wrong secret and gives the error to answer it with.</summary>
    public DiracException Refuse()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (now - _windowStart >= Window)
            {
                _windowStart = now;
                _wrong = 0;
            }

            return ++_wrong > PerMinute
                ? new DiracException(ErrorCode.TooManyRequests, "Too many wrong secrets came in this minute.", "Wait a minute.")
                : new DiracException(ErrorCode.NotAuthenticated, "That is not the secret of this installation.", "Only the user who started the server can read it: use their data directory, set with DIRAC_DATA.");
        }
    }
}
