namespace Dirac.Benchmarks;

/// <summary>A program that a benchmark measures or needs is not installed; the message is the command that installs it. The benchmark ends with 3.</summary>
internal sealed class MissingToolException(string message) : Exception(message);
