namespace Dirac.Tasks.Running;

/// <summary>The two stages of stopping.</summary>
/// <param name="Stopping">Nothing new is begun; what runs may end.</param>
/// <param name="Shutdown">What still runs is cancelled.</param>
internal sealed record StopTokens(CancellationToken Stopping, CancellationToken Shutdown);
