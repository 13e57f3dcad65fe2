using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Dirac.Framework.Login.Browser;

/// <summary>Seals what a browser carries through a login, so that nobody can read or change it. Servers with the same signing keys open each other's. Thread-safe.</summary>
/// <param name="keys">Keys of 32 secret bytes: the first one closes, all open.</param>
/// <param name="clock">Decides what has expired.</param>
internal sealed class FlowSeal(Func<IReadOnlyList<byte[]>> keys, TimeProvider clock)
{
    /// <summary>For what the key is derived from the signing keys.</summary>
    public const string Purpose = "dirac/login/ticket";

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Longest = 4096;
    private static readonly byte[] Format = "dirac login ticket 1"u8.ToArray();

    /// <summary>A text of base64url characters.</summary>
    public string Close(FlowTicket ticket)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(ticket, FrameworkJsonContext.Default.FlowTicket);
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(keys()[0], TagLength);
        cipher.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), Format);
        return Base64Url.EncodeToString(box);
    }

    /// <summary>The ticket in <paramref name="text"/>; null unless this or a sister server sealed it for <paramref name="step"/> and its time is not over.</summary>
    public FlowTicket? Open(string? text, FlowStepName step)
    {
        if (text is null or { Length: 0 or > Longest } || !Base64Url.IsValid(text)) return null;
        var box = Base64Url.DecodeFromChars(text);
        if (box.Length <= NonceLength + TagLength || keys().Select(key => Decrypt(box, key)).FirstOrDefault(found => found is not null) is not { } plain) return null;
        var ticket = JsonSerializer.Deserialize(plain, FrameworkJsonContext.Default.FlowTicket);
        return ticket?.Step == step && ticket.Expires > clock.GetUtcNow().ToUnixTimeSeconds() ? ticket : null;
    }

    private static byte[]? Decrypt(byte[] box, byte[] key)
    {
        var plain = new byte[box.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), plain, Format);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
