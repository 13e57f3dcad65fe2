using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>A key as OpenSSL wrote it before PKCS #8: PEM with the headers <c>Proc-Type: 4,ENCRYPTED</c> and <c>DEK-Info</c> (RFC 1421), encrypted with a passphrase.</summary>
/// <remarks>.NET's PEM reader knows no headers, so lines are read here.</remarks>
/// <param name="Label">What the block is called, for example RSA PRIVATE KEY.</param>
/// <param name="Cipher">Name of the cipher, as in the header.</param>
/// <param name="Iv">Its initial vector, whose start is the salt of the key as well.</param>
/// <param name="Encrypted">The encrypted DER.</param>
internal sealed record TraditionalKey(string Label, string Cipher, byte[] Iv, byte[] Encrypted)
{
    private const int SaltSize = 8;
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const string Mark = "Proc-Type: 4,ENCRYPTED";
    private const string Info = "DEK-Info:";

    /// <summary>Whether the cipher is one that is read here.</summary>
    public bool IsKnown => KeySize > 0;

    private int KeySize => Cipher switch { "AES-128-CBC" => 16, "AES-192-CBC" or "DES-EDE3-CBC" => 24, "AES-256-CBC" => 32, _ => 0 };

    /// <summary>Finds the first encrypted key in a text; null when there is none.</summary>
    public static TraditionalKey? TryFind(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        var mark = Array.IndexOf(lines, Mark);
        if (mark < 1 || mark + 1 >= lines.Length || !lines[mark - 1].StartsWith(Begin, StringComparison.Ordinal)) return null;
        var info = lines[mark + 1];
        if (!info.StartsWith(Info, StringComparison.Ordinal) || info[Info.Length..].Split(',', StringSplitOptions.TrimEntries) is not [var cipher, var iv]) return null;
        var body = lines.Skip(mark + 2).TakeWhile(line => !line.StartsWith(End, StringComparison.Ordinal));
        try
        {
            var label = lines[mark - 1][Begin.Length..].Replace(Dashes, "", StringComparison.Ordinal);
            return new TraditionalKey(label, cipher, Convert.FromHexString(iv), Convert.FromBase64String(string.Concat(body)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Decrypts it; what comes of a wrong passphrase may be null or no key.</summary>
    /// <returns>DER that the caller wipes.</returns>
    public byte[]? TryDecrypt(string passphrase)
    {
        using SymmetricAlgorithm cipher = CreateCipher();
        if (!IsKnown || Iv.Length != cipher.BlockSize / 8) return null;
        cipher.Key = Derive(passphrase);
        try
        {
            return cipher.DecryptCbc(Encrypted, Iv);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Keys of users are encrypted so; nothing new is.")]
    private SymmetricAlgorithm CreateCipher() => Cipher == "DES-EDE3-CBC" ? TripleDES.Create() : Aes.Create();

    // OpenSSL's EVP_BytesToKey, one round: weak against guessing, which is why it is not written any more.
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The file format says so.")]
    private byte[] Derive(string passphrase)
    {
        var seed = (byte[])[.. Encoding.UTF8.GetBytes(passphrase), .. Iv.AsSpan(0, SaltSize)];
        var key = new List<byte>();
        byte[] last = [];
        while (key.Count < KeySize)
        {
            last = MD5.HashData([.. last, .. seed]);
            key.AddRange(last);
        }

        return [.. key.Take(KeySize)];
    }
}
