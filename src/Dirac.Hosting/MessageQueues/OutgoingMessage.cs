namespace Dirac.Hosting.MessageQueues;

/// <summary>A message to another program.</summary>
/// <param name="Json">Its body, as DIRAC's programs expect it: JSON.</param>
public sealed record OutgoingMessage(string Json)
{
    /// <summary>Further headers. Those with a meaning for brokers are left out.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
