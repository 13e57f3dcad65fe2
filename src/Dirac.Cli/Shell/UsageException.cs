namespace Dirac.Cli.Shell;

/// <summary>The command line asks for something that makes no sense; nothing was tried.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="advice">What to do next.</param>
internal sealed class UsageException(string message, string advice) : Exception(message)
{
    /// <summary>What to do next.</summary>
    public string Advice { get; } = advice;
}
