using Dirac.Model.Errors;
using Dirac.Pilot.Batch;
using Dirac.Pilot.Containers;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Node;

/// <summary>What a pilot has found out about the node it runs on.</summary>
/// <param name="Resources">What there is to share out.</param>
/// <param name="Slot">How long the batch system lets it run.</param>
/// <param name="Engines">Programs that run payloads in containers.</param>
/// <param name="Tool">Runs other programs of the node.</param>
internal sealed record NodeSurvey(NodeResources Resources, SlotClock Slot, IReadOnlyList<ContainerEngine> Engines, INodeTool Tool)
{
    /// <summary>Looks around. The batch system is asked later, by <see cref="SlotClock.ReadAsync"/>.</summary>
    /// <param name="options">What the pilot was told.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="logs">Where it writes.</param>
    /// <exception cref="DiracException">What the pilot was told to use is not there (BadRequest).</exception>
    internal static NodeSurvey Make(PilotOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        var facts = NodeFactsReader.Read();
        var resources = AllocationRules.Decide(options, facts);
        var tool = new NodeTool();
        var slot = new SlotClock(BatchSystems.Of(facts.Variables, tool, clock), resources.Processors, clock, logs.CreateLogger<SlotClock>());
        return new NodeSurvey(resources, slot, ContainerEngines.Find(options.Containers, facts.Variables.GetValueOrDefault("PATH") ?? ""), tool);
    }
}
