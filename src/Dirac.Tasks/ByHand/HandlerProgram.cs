namespace Dirac.Tasks.ByHand;

/// <summary>How a process is started that runs one handler of this installation: kinds with a <see cref="TaskDefinition.MemoryLimit"/> run there.</summary>
/// <param name="Path">The program.</param>
/// <param name="Arguments">Its arguments; those of <see cref="HeldCall.ToArguments"/> follow. The message comes by standard input.</param>
public sealed record HandlerProgram(string Path, IReadOnlyList<string> Arguments);
