using System.Globalization;
using System.Text.Json.Nodes;

namespace Dirac.IdentityProvider;

/// <summary>The provider's keys: the one that signs, those that were published before, and one that never is. Thread-safe.</summary>
internal sealed class ProviderKeys(string algorithm) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SigningKey> _published = [new SigningKey("key-1", algorithm)];
    private readonly List<SigningKey> _gone = [];
    private int _made = 1;

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepOld">Whether older keys stay in the key set.</param>
    public void Rotate(bool keepOld)
    {
        lock (_gate)
        {
            if (!keepOld)
            {
                _gone.AddRange(_published);
                _published.Clear();
            }

            _published.Insert(0, new SigningKey(string.Create(CultureInfo.InvariantCulture, $"key-{++_made}"), algorithm));
        }
    }

    /// <summary>The key set.</summary>
    public JsonObject ToJson()
    {
        lock (_gate) return new JsonObject { ["keys"] = new JsonArray([.. _published.Select(key => (JsonNode)key.ToJwk())]) };
    }

    /// <summary>A token of <paramref name="claims"/>.</summary>
    public string Sign(JsonObject claims, Misbehaviour wrong)
    {
        lock (_gate)
        {
            if (!wrong.HasFlag(Misbehaviour.ForeignKey)) return _published[0].Sign(claims, wrong);
            using var foreign = new SigningKey(_published[0].Id, algorithm);
            return foreign.Sign(claims, wrong);
        }
    }

    public void Dispose()
    {
        foreach (var key in _published.Concat(_gone)) key.Dispose();
    }
}
