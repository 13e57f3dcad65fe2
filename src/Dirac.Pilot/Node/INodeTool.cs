namespace Dirac.Pilot.Node;

/// <summary>Runs programs of the node: those of its batch system and of its containers.</summary>
internal interface INodeTool
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name, looked for on the path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it printed; null when it could not be run, failed or took too long.</returns>
    Task<string?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
