using System.Globalization;

namespace Dirac.Wire.Codecs;

/// <summary>A message's bytes for its decoded texts to be parts of.</summary>
internal static class OwnedCopy
{
    public static byte[] Of(ReadOnlySpan<byte> message, WireReadOptions options)
    {
        if (message.Length > options.MaxBytes)
        {
            throw new WireFormatException(options.MaxBytes, string.Create(CultureInfo.InvariantCulture, $"the end of a message of at most {options.MaxBytes} bytes"));
        }

        var owned = GC.AllocateUninitializedArray<byte>(message.Length);
        message.CopyTo(owned);
        return owned;
    }
}
