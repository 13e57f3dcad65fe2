using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Dirac.IdentityProvider;

/// <summary>A key that signs tokens, made when the provider starts or turns to a new one.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly string _algorithm;
    private readonly RSA? _rsa;
    private readonly ECDsa? _curve;

    public SigningKey(string id, string algorithm)
    {
        (Id, _algorithm) = (id, algorithm);
        if (algorithm == "ES256") _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        else _rsa = RSA.Create(2048);
    }

    public string Id { get; }

    /// <summary>The public half, as an element of a key set.</summary>
    public JsonObject ToJwk()
    {
        var jwk = new JsonObject { ["kid"] = Id, ["use"] = "sig", ["alg"] = _algorithm };
        if (_rsa is not null)
        {
            var key = _rsa.ExportParameters(includePrivateParameters: false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));
        }
        else
        {
            var key = _curve!.ExportParameters(includePrivateParameters: false);
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Base64Url.EncodeToString(key.Q.X), Base64Url.EncodeToString(key.Q.Y));
        }

        return jwk;
    }

    /// <summary>A token of <paramref name="claims"/> under this key's name.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="wrong">How it is not to be signed.</param>
    public string Sign(JsonObject claims, Misbehaviour wrong)
    {
        var algorithm = wrong.HasFlag(Misbehaviour.AlgNone) ? "none" : wrong.HasFlag(Misbehaviour.Hs256) ? "HS256" : _algorithm;
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = Id };
        if (wrong.HasFlag(Misbehaviour.DemandsExtension)) (header["crit"], header["x-once"]) = (new JsonArray("x-once"), true);
        var content = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        return $"{content}.{Base64Url.EncodeToString(SignatureOf(Encoding.ASCII.GetBytes(content), algorithm))}";
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _curve?.Dispose();
    }

    private byte[] SignatureOf(byte[] content, string algorithm) => algorithm switch
    {
        "none" => [],
        "HS256" => HMACSHA256.HashData(_rsa?.ExportSubjectPublicKeyInfo() ?? _curve!.ExportSubjectPublicKeyInfo(), content),
        "ES256" => _curve!.SignData(content, HashAlgorithmName.SHA256),
        "PS256" => _rsa!.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => _rsa!.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
