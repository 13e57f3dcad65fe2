using Microsoft.AspNetCore.RequestDecompression;

namespace Dirac.Hosting.Requests;

/// <summary>Unpacks bodies in one <c>Content-Encoding</c>; a body that is not packed like that is the sender's mistake, not the server's.</summary>
internal sealed class CheckedDecompression(IDecompressionProvider inner) : IDecompressionProvider
{
    /// <summary>Puts the check around every encoding that is taken.</summary>
    public static void Around(RequestDecompressionOptions options)
    {
        foreach (var (encoding, provider) in options.DecompressionProviders.ToList())
            options.DecompressionProviders[encoding] = new CheckedDecompression(provider);
    }

    /// <inheritdoc/>
    public Stream GetDecompressionStream(Stream stream) => new UnpackedBody(inner.GetDecompressionStream(stream));
}
