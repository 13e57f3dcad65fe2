using Dirac.Model.Pilots;

namespace Dirac.Resources.Computing;

/// <summary>What a computing element says of a pilot.</summary>
/// <param name="Status">Waiting, Running, Done, Failed, Aborted or Unknown.</param>
/// <param name="Reason">In words, for people; null when the status says it.</param>
public sealed record PilotSighting(PilotStatus Status, string? Reason = null);
