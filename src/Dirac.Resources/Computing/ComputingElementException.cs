namespace Dirac.Resources.Computing;

/// <summary>A computing element could not do what it was asked to.</summary>
public sealed class ComputingElementException : Exception
{
    /// <summary>Describes the trouble.</summary>
    /// <param name="trouble">What to do about it.</param>
    /// <param name="message">One sentence for a person.</param>
    /// <param name="advice">What a person can do; null when waiting is all.</param>
    /// <param name="inner">The cause.</param>
    public ComputingElementException(CETrouble trouble, string message, string? advice = null, Exception? inner = null)
        : base(message, inner)
    {
        Trouble = trouble;
        Advice = advice;
    }

    /// <summary>What to do about it.</summary>
    public CETrouble Trouble { get; }

    /// <summary>What a person can do; null when waiting is all.</summary>
    public string? Advice { get; }
}
