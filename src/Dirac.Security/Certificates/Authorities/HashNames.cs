using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Authorities;

/// <summary>Which authority's revocation list cannot be read, told by OpenSSL's hash names: <c>5fe2a1b3.r0</c> belongs to <c>5fe2a1b3.0</c>.</summary>
/// <remarks>A list that was cut short would otherwise look like none at all, and let the revoked pass.</remarks>
internal sealed class HashNames
{
    private readonly Dictionary<string, HashSet<DistinguishedName>> _subjects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Subjects of the authorities whose list is there and cannot be read.</summary>
    public IReadOnlySet<DistinguishedName> NamesWithUnreadableLists => _unreadable.SelectMany(hash => _subjects.GetValueOrDefault(hash, [])).ToHashSet();

    /// <summary>Notes what the file at <paramref name="path"/> holds.</summary>
    public void Note(string path, IReadOnlyList<byte[]> blocks)
    {
        var hash = Path.GetFileNameWithoutExtension(path);
        if (Path.GetExtension(path.AsSpan()).StartsWith(".r"))
        {
            if (!blocks.Any(block => RevocationList.TryRead(block) is not null)) _unreadable.Add(hash);
            return;
        }

        if (!_subjects.TryGetValue(hash, out var subjects)) _subjects[hash] = subjects = [];
        subjects.UnionWith(blocks.Select(block => GridCertificate.TryRead(block)?.Subject).OfType<DistinguishedName>());
    }
}
