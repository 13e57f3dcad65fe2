using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Security.Local;

namespace Dirac.Security.Tokens;

/// <summary>Changes the file of signing keys one step at a time, so that running servers can follow (<see cref="SigningKeys"/>). Not for use at the same time by two.</summary>
/// <param name="path">The file.</param>
public sealed class KeySetEditor(string path)
{
    private const int Bits = 2048;
    private const string Sign = "sign";

    /// <summary>The keys: name, and whether it is the one that signs.</summary>
    public IReadOnlyList<(string KeyId, bool Signs)> List()
    {
        var keys = SigningKeys.Load(path);
        return [.. keys.KeyIds.Select(id => (id, id == keys.SigningKeyId))];
    }

    /// <summary>Makes a key that is published and verifies, but does not sign yet.</summary>
    /// <returns>Its name.</returns>
    public string Add()
    {
        var made = RsaKeyCodec.Create(Bits);
        Write([.. Read(), made with { Operations = ["verify"] }]);
        return made.KeyId!;
    }

    /// <summary>Lets the key called <paramref name="keyId"/> sign, and no other. All others go on verifying.</summary>
    /// <exception cref="DiracException">NotFound: there is no such key; BadConfiguration: its private part is not in the file.</exception>
    public void Use(string keyId)
    {
        var keys = Read();
        var chosen = Find(keys, keyId);
        if (chosen.D is null) throw new DiracException(ErrorCode.BadConfiguration, $"The private part of the key {keyId} is not in {path}.", "Choose another key.");
        Write([.. keys.Select(key => key.KeyType != chosen.KeyType ? key : key with { Operations = key == chosen ? [Sign, "verify"] : [.. (key.Operations ?? []).Where(one => one != Sign)] })]);
    }

    /// <summary>Takes the key called <paramref name="keyId"/> away: what it has signed is refused from then on.</summary>
    /// <exception cref="DiracException">NotFound: there is no such key; Conflict: it is the one that signs.</exception>
    public void Remove(string keyId)
    {
        var keys = Read();
        var chosen = Find(keys, keyId);
        if (SigningKeys.Load(path).SigningKeyId == keyId) throw new DiracException(ErrorCode.Conflict, $"The key {keyId} signs.", "Let another key sign first: dirac-server keys use KID.");
        Write([.. keys.Where(key => key != chosen)]);
    }

    private KeyDocument Find(IReadOnlyList<KeyDocument> keys, string keyId) =>
        keys.FirstOrDefault(key => NameOf(key) == keyId) ?? throw new DiracException(ErrorCode.NotFound, $"There is no key {keyId} in {path}.", "See: dirac-server keys list.");

    private static string? NameOf(KeyDocument key)
    {
        if (key.KeyId is not null || key.KeyType != "RSA") return key.KeyId;
        using var rsa = RsaKeyCodec.Read(key);
        return RsaKeyCodec.Thumbprint(rsa.ExportParameters(includePrivateParameters: false));
    }

    private IReadOnlyList<KeyDocument> Read()
    {
        SigningKeys.Load(path);
        return JsonSerializer.Deserialize(File.ReadAllBytes(path), SecurityJsonContext.Default.KeySetDocument)!.Keys;
    }

    private void Write(IReadOnlyList<KeyDocument> keys) => PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new KeySetDocument(keys), SecurityJsonContext.Default.KeySetDocument));
}
