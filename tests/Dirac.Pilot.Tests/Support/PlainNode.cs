using Dirac.Pilot.Batch;
using Dirac.Pilot.Node;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Pilot.Tests.Support;

/// <summary>A node with one processor and nothing special.</summary>
internal static class PlainNode
{
    internal static PilotOptions Options { get; } =
        new() { Url = new Uri("about:blank"), Stamp = "s", Site = "site", ComputingElement = "c", WorkDirectory = "/nonexistent" };

    internal static NodeSurvey Survey { get; } =
        new(new NodeResources(1, 0, []), new SlotClock([], 1, TimeProvider.System, NullLogger<SlotClock>.Instance), [], new FakeTool());
}
