namespace Dirac.Resources.Shells;

/// <summary>What a command printed and how it ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and a signal's number when that ended it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ShellReply(int ExitCode, string Output, string Error);
