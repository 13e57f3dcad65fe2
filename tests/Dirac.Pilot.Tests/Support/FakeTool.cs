using Dirac.Pilot.Node;

namespace Dirac.Pilot.Tests.Support;

/// <summary>Programs of a node that print what a test says.</summary>
internal sealed class FakeTool : INodeTool
{
    internal Dictionary<string, string> Prints { get; } = [];

    internal List<string> Calls { get; } = [];

    public Task<string?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        Calls.Add(string.Join(' ', [program, .. arguments]));
        return Task.FromResult(Prints.GetValueOrDefault(program));
    }
}
