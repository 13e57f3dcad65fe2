namespace Dirac.Pilot.Supervision;

/// <summary>How to start a supervisor, or another process of this very program or a build of it.</summary>
/// <param name="Program">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments, its own name first.</param>
internal sealed record SupervisorCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The verb that makes the program a supervisor.</summary>
    internal const string Verb = "supervise";

    /// <summary>The running program itself, also when it was started as <c>dotnet dirac-pilot.dll</c>.</summary>
    internal static SupervisorCommand Self()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not say which program this is.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new SupervisorCommand(program, [program, Path.Combine(AppContext.BaseDirectory, "dirac-pilot.dll"), Verb])
            : ForProgram(program);
    }

    /// <summary>The same program with another verb.</summary>
    internal SupervisorCommand With(string verb, IReadOnlyList<string> arguments) => this with { Arguments = [.. Arguments.SkipLast(1), verb, .. arguments] };

    /// <summary>A given build of <c>dirac-pilot</c>.</summary>
    internal static SupervisorCommand ForProgram(string program) => new(program, [program, Verb]);
}
