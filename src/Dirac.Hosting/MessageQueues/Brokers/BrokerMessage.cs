namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A message for a broker.</summary>
/// <param name="Id">What its receivers may know it by if it comes twice.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Headers">Headers of the sender.</param>
internal sealed record BrokerMessage(string Id, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The header with <see cref="Id"/>.</summary>
    public const string IdHeader = "dirac-id";
}
