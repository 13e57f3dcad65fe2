namespace Dirac.Model.Errors;

/// <summary>A broken promise or refused request with a code, and advice on what to do next.</summary>
/// <remarks>Retrying helps only when <see cref="Code"/> is <see cref="ErrorCode.Unavailable"/>.</remarks>
public sealed class DiracException : Exception
{
    /// <summary>Creates an error of <paramref name="code"/>.</summary>
    /// <param name="code">What kind of failure this is.</param>
    /// <param name="message">One sentence that says what is wrong, for a person.</param>
    /// <param name="advice">What to do next, or null when the message says it.</param>
    /// <param name="inner">The cause, if another exception led here.</param>
    public DiracException(ErrorCode code, string message, string? advice = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Advice = advice;
    }

    /// <summary>What kind of failure this is.</summary>
    public ErrorCode Code { get; }

    /// <summary>What the caller can do next; null when the message says it.</summary>
    public string? Advice { get; }
}
