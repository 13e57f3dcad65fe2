using System.Collections.Frozen;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Authorities;

/// <summary>The trusted authorities and their revocation lists as they were at one moment. Immutable, thread-safe.</summary>
public sealed class CaSnapshot
{
    private static long _lastVersion;
    private readonly FrozenDictionary<DistinguishedName, IReadOnlyList<CertificateAuthority>> _bySubject;

    private CaSnapshot(IEnumerable<CertificateAuthority> authorities, IReadOnlyList<string> problems)
    {
        _bySubject = authorities.GroupBy(authority => authority.Certificate.Subject)
            .ToFrozenDictionary(group => group.Key, IReadOnlyList<CertificateAuthority> (group) => [.. group]);
        Problems = problems;
    }

    /// <summary>Trusts nobody.</summary>
    public static CaSnapshot Empty { get; } = new([], []);

    /// <summary>A number that no other snapshot of this process has: a verdict under another one may not hold any more.</summary>
    public long Version { get; } = Interlocked.Increment(ref _lastVersion);

    /// <summary>Names of the authorities.</summary>
    public IReadOnlyCollection<DistinguishedName> Authorities => _bySubject.Keys;

    /// <summary>What could not be read or used, one sentence each, for the administrator.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Matches lists to the authorities whose key signed them. Costs one or more signature checks for each list.</summary>
    /// <param name="authorities">Certificates of authorities.</param>
    /// <param name="lists">Lists, of whomever.</param>
    /// <param name="problems">What is known to be wrong already.</param>
    /// <param name="unreadable">Names of authorities whose list is there but cannot be read.</param>
    internal static CaSnapshot Create(
        IEnumerable<GridCertificate> authorities, IEnumerable<RevocationList> lists, IEnumerable<string> problems,
        IReadOnlySet<DistinguishedName> unreadable)
    {
        var byIssuer = lists.ToLookup(list => list.Issuer);
        var found = new List<string>(problems);
        var matched = authorities.GroupBy(authority => authority.Subject)
            .SelectMany(group => Match([.. group], [.. byIssuer[group.Key]], unreadable.Contains(group.Key), found)).ToList();
        var names = matched.Select(authority => authority.Certificate.Subject).ToHashSet();
        found.AddRange(byIssuer.Where(group => !names.Contains(group.Key)).Select(group => $"There is a revocation list of {group.Key}, but no such authority."));
        return new CaSnapshot(matched, found);
    }

    /// <summary>The authorities of that name: several while a key is being replaced, or with cross-signatures.</summary>
    internal IReadOnlyList<CertificateAuthority> Find(DistinguishedName subject) => _bySubject.GetValueOrDefault(subject, []);

    /// <summary>The authority with exactly this certificate; null when it is not trusted by us.</summary>
    internal CertificateAuthority? Find(GridCertificate certificate) =>
        Find(certificate.Subject).FirstOrDefault(authority => authority.Certificate.Der.Span.SequenceEqual(certificate.Der.Span));

    private static List<CertificateAuthority> Match(List<GridCertificate> namesakes, List<RevocationList> lists, bool isUnreadable, List<string> problems)
    {
        var unclaimed = new HashSet<RevocationList>(lists);
        var best = new Dictionary<GridCertificate, RevocationList>();
        foreach (var authority in namesakes)
        {
            foreach (var list in lists.Where(list => list.IsPlain && MaySign(authority) && SignatureAlgorithm.IsSignedBy(list.Signed, authority.PublicKey)))
            {
                unclaimed.Remove(list);
                if (!best.TryGetValue(authority, out var known) || known.ThisUpdate < list.ThisUpdate) best[authority] = list;
            }
        }

        foreach (var list in unclaimed)
        {
            problems.Add(list.IsPlain
                ? $"The signature of a revocation list of {list.Issuer} is not valid."
                : $"A revocation list of {list.Issuer} has critical extensions (it is partial, indirect or a delta) and is not used.");
        }

        return namesakes.ConvertAll(authority => new CertificateAuthority(
            authority, best.GetValueOrDefault(authority), !best.ContainsKey(authority) && (unclaimed.Count > 0 || isUnreadable)));
    }

    private static bool MaySign(GridCertificate authority) => authority.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSigning);
}
