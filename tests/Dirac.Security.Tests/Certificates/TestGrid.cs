using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Names;
using Dirac.Security.Certificates.Validation;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Certificates;

/// <summary>A small grid: an authority, a user, and whatever proxies a test makes, well or badly.</summary>
internal sealed class TestGrid
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[][] Organisation = [TestName.Rdn(TestName.Dc, "org", TestName.Ia5), TestName.Rdn(TestName.Dc, "testgrid", TestName.Ia5)];
    private int _proxies;

    public TestGrid(bool isEc)
    {
        IsEc = isEc;
        Authority = MakeAuthority("Test CA", "ca");
        User = MakeUser();
    }

    public bool IsEc { get; }

    public FakeTimeProvider Clock { get; } = new(Now);

    public Made Authority { get; }

    public Made User { get; }

    public CaSnapshot Trust => TrustWith();

    public static X500DistinguishedName NameOf(string commonName) => TestName.Of([.. Organisation, TestName.Rdn(TestName.Cn, commonName)]);

    public CaSnapshot TrustWith(params byte[][] lists) => Trusting([Authority], lists);

    public static CaSnapshot Trusting(Made[] authorities, params byte[][] lists) =>
        CaSnapshot.Create(authorities.Select(made => GridCertificate.TryRead(made.Der)!), lists.Select(list => RevocationList.TryRead(list)!), [], new HashSet<DistinguishedName>());

    public Made MakeAuthority(string name, string key, Made? above = null, Action<CertificatePlan>? change = null)
    {
        var own = TestKeys.Get(key, IsEc);
        var plan = new CertificatePlan
        {
            Subject = NameOf(name),
            Issuer = above?.Subject ?? NameOf(name),
            Key = own,
            SigningKey = above?.Key ?? own,
            IsAuthority = true,
            KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            NotBefore = Now.AddYears(-1),
            NotAfter = Now.AddYears(5),
        };
        change?.Invoke(plan);
        return plan.Make();
    }

    public Made MakeUser(Action<CertificatePlan>? change = null, Made? authority = null)
    {
        var issuer = authority ?? Authority;
        var plan = new CertificatePlan
        {
            Subject = NameOf("Ann"),
            Issuer = issuer.Subject,
            Key = TestKeys.Get("user", IsEc),
            SigningKey = issuer.Key,
            IsAuthority = false,
            NotBefore = Now.AddDays(-30),
            NotAfter = Now.AddDays(300),
        };
        plan.AddPurpose("1.3.6.1.5.5.7.3.2");
        change?.Invoke(plan);
        return plan.Make();
    }

    public Made MakeProxy(Made issuer, Action<CertificatePlan>? change = null)
    {
        var number = ++_proxies;
        var plan = new CertificatePlan
        {
            Subject = TestName.Append(issuer.Subject, TestName.Rdn(TestName.Cn, $"{1000 + number}", TestName.Printable)),
            Issuer = issuer.Subject,
            Key = TestKeys.Get($"proxy{number % 4}", IsEc),
            SigningKey = issuer.Key,
            Language = CertificatePlan.InheritAll,
        };
        change?.Invoke(plan);
        return plan.Make();
    }

    public Made MakeLimited(Made issuer) => MakeProxy(issuer, plan => plan.Language = CertificatePlan.Limited);

    /// <summary>A revocation list of the authority, naming <paramref name="revoked"/>.</summary>
    public byte[] MakeList(Made[] revoked, DateTimeOffset? nextUpdate = null, DateTimeOffset? thisUpdate = null, Made? signer = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var made in revoked)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(made.Der);
            builder.AddEntry(certificate);
        }

        var key = (signer ?? Authority).Key;
        return builder.Build(
            Authority.Subject, CertificatePlan.Signer(key), System.Numerics.BigInteger.One, nextUpdate ?? Now.AddDays(7), System.Security.Cryptography.HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(Encoding.ASCII.GetBytes("authority key id....")), thisUpdate ?? Now.AddDays(-1));
    }

    public ChainVerdict Judge(CaSnapshot trust, ChainValidationOptions options, params Made[] sent) =>
        new ChainValidator(options, Clock).Validate([.. sent.Select(made => (ReadOnlyMemory<byte>)made.Der)], trust);

    public ChainVerdict Judge(params Made[] sent) => Judge(Trust, new ChainValidationOptions(), sent);

    public GridPeer Accept(params Made[] sent) => Accepted(Judge(sent));

    public static GridPeer Accepted(ChainVerdict verdict) => verdict switch
    {
        ChainVerdict.Accepted accepted => accepted.Peer,
        ChainVerdict.Refused refused => throw new InvalidOperationException($"{refused.Fault}: {refused.Reason}"),
        _ => throw new InvalidOperationException(),
    };

    public static ChainFault Fault(ChainVerdict verdict)
    {
        var refused = Assert.IsType<ChainVerdict.Refused>(verdict);
        Assert.EndsWith(".", refused.Reason, StringComparison.Ordinal);
        return refused.Fault;
    }
}
