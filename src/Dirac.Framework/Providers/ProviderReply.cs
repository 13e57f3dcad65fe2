using System.Net;

namespace Dirac.Framework.Providers;

/// <summary>A provider's answer. <see cref="ToString"/> shows nothing of its body.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">All of it; nobody vouches for it.</param>
internal sealed record ProviderReply(HttpStatusCode Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether it is what was asked for.</summary>
    public bool IsGood => Status == HttpStatusCode.OK;

    /// <inheritdoc/>
    public override string ToString() => $"{(int)Status}, {Body.Length} bytes";
}
