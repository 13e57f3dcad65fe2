namespace Dirac.Tasks.RabbitMq;

/// <summary>One delivery of a message.</summary>
/// <param name="Inbox">Where it came in.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Id">The message's id.</param>
/// <param name="IsAgain">Whether the broker delivered the message before, to whomever.</param>
internal readonly record struct LaneDelivery(LaneInbox Inbox, ulong Number, string Id, bool IsAgain);
