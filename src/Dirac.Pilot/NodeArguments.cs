using Dirac.Pilot.Containers;
using Dirac.Pilot.Node;

namespace Dirac.Pilot;

/// <summary>The options of <c>dirac-pilot run</c> about the node: what to share out, for how long, and containers.</summary>
internal static class NodeArguments
{
    /// <summary>Takes an option over; null when it is none of these.</summary>
    /// <exception cref="Dirac.Model.Errors.DiracException">Its value is wrong (BadRequest).</exception>
    internal static PilotOptions? Apply(PilotOptions options, string name, string value) => name switch
    {
        "--processors" => options with { Processors = (int)PilotArguments.Number(name, value, 1, 4096) },
        "--ram" => options with { RamMegabytes = (long)PilotArguments.Number(name, value, 0, 1e9) },
        "--gpus" => options with { Gpus = (int)PilotArguments.Number(name, value, 0, GpuSet.Most) },
        "--container" => options with { Containers = Mode(value) },
        "--container-option" => options with { ContainerOptions = [.. options.ContainerOptions, value] },
        "--min-time-left" => options with { MinTimeLeft = (long)PilotArguments.Number(name, value, 0, 1e9) },
        "--end-margin" => options with { Limits = options.Limits with { EndMargin = PilotArguments.Seconds(name, value) } },
        _ => null,
    };

    private static ContainerMode Mode(string value) => value switch
    {
        "auto" => ContainerMode.Auto,
        "apptainer" => ContainerMode.Apptainer,
        "podman" => ContainerMode.Podman,
        "none" => ContainerMode.None,
        _ => throw PilotArguments.Wrong($"--container is auto, apptainer, podman or none, not '{value}'."),
    };
}
