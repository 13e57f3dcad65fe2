namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>What the configuration makes of one trigger.</summary>
/// <param name="Trigger">The trigger; null when not even its task is known.</param>
/// <param name="Settings">How it consumes; null when that makes no sense.</param>
/// <param name="Name">Its name.</param>
/// <param name="Problem">What makes no sense; empty when all does.</param>
internal sealed record PlannedTrigger(MessageTrigger? Trigger, TriggerSettings? Settings, string Name, string Problem = "");
