namespace Dirac.Persistence;

/// <summary>The engine does not take a regular expression, or gave it up on some value because trying all ways to match cost too much.</summary>
/// <remarks>Retry does not help; another expression does.</remarks>
public sealed class RegexpRefusedException : Exception
{
    /// <summary>Creates the error with the engine's words.</summary>
    /// <param name="reason">What the engine says.</param>
    /// <param name="inner">The engine's error, if it was one.</param>
    public RegexpRefusedException(string reason, Exception? inner = null)
        : base(reason, inner)
    {
    }
}
