namespace Dirac.Pilot.Workflows;

/// <summary>Runs the programs of steps.</summary>
internal interface IProgramRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments; the program is looked for on the path when its name has no slash.</param>
    /// <param name="output">Takes what it prints; null leaves it this process's own streams.</param>
    ProgramEnd Run(IReadOnlyList<string> command, ProgramOutput? output);
}

/// <summary>How a program ended.</summary>
/// <param name="Status">Its exit code, or the number of the signal that ended it, as DIRAC counts it.</param>
/// <param name="Error">The system's error number when it could not be started; else 0.</param>
internal readonly record struct ProgramEnd(int Status, int Error = 0);
