namespace Dirac.Configuration.Trees;

/// <summary>The checksum at the end of a zlib stream (RFC 1950). Pure.</summary>
internal static class Adler32
{
    private const uint Modulus = 65521;

    // As many bytes as cannot overflow the sums.
    private const int Stretch = 5552;

    public static uint Of(ReadOnlySpan<byte> content)
    {
        uint sum = 1, sumOfSums = 0;
        while (!content.IsEmpty)
        {
            var stretch = content[..Math.Min(Stretch, content.Length)];
            foreach (var value in stretch)
            {
                sum += value;
                sumOfSums += sum;
            }

            sum %= Modulus;
            sumOfSums %= Modulus;
            content = content[stretch.Length..];
        }

        return (sumOfSums << 16) | sum;
    }
}
