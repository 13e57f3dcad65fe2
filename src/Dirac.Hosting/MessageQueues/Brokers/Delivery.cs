namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A message that a broker has lent us until it is acknowledged.</summary>
/// <param name="Message">What came.</param>
/// <param name="Tag">What its connection knows it by.</param>
internal sealed record Delivery(ReceivedMessage Message, object Tag);
