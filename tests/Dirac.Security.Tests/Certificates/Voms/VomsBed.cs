using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.Certificates.Voms;
using Dirac.Testing;

namespace Dirac.Security.Tests.Certificates.Voms;

/// <summary>A VO with its server, a folder that vouches for it, and a user whose proxies carry what a test makes.</summary>
internal sealed class VomsBed : IDisposable
{
    public const string Vo = "dirac.example.org";
    public const string ServerName = "/DC=org/DC=testgrid/CN=voms.example.org";
    public const string AuthorityName = "/DC=org/DC=testgrid/CN=Test CA";
    private readonly TempFolder _folder = new();

    public VomsBed()
    {
        Server = MakeServer();
        Vouch($"{ServerName}\n{AuthorityName}\n");
    }

    public TestGrid Grid { get; } = new(isEc: true);

    public Made Server { get; }

    /// <summary>The authorities; null for the grid's.</summary>
    public CaSnapshot? Trust { get; set; }

    public Made MakeServer(Action<CertificatePlan>? change = null, Made? authority = null) => Grid.MakeUser(plan =>
    {
        plan.Subject = TestGrid.NameOf("voms.example.org");
        plan.Key = TestKeys.Get("voms", isEc: true);
        plan.Others.Clear();
        plan.AddPurpose("1.3.6.1.5.5.7.3.1");
        change?.Invoke(plan);
    }, authority);

    /// <summary>Writes a file of a VO's folder, by default its server's <c>.lsc</c>.</summary>
    public void Vouch(string text, string file = "voms.example.org.lsc", string vo = Vo)
    {
        Directory.CreateDirectory(_folder.File(vo));
        File.WriteAllText(Path.Combine(_folder.File(vo), file), text);
    }

    public void Unvouch() => Directory.Delete(_folder.File(Vo), recursive: true);

    public byte[] MakeAc(Action<AcPlan>? change = null)
    {
        var plan = new AcPlan
        {
            HolderIssuer = Grid.Authority.Subject,
            HolderSerial = GridCertificate.TryRead(Grid.User.Der)!.Serial,
            Signer = Server.Subject,
            SigningKey = Server.Key,
            Certificates = [Server],
        };
        change?.Invoke(plan);
        return plan.Make();
    }

    public Made MakeProxy(params byte[][] certificates) => Grid.MakeProxy(Grid.User, plan => plan.Others.Add(AcPlan.Extension(certificates)));

    public GridPeer PeerWith(params byte[][] certificates) => Grid.Accept(MakeProxy(certificates), Grid.User);

    public VomsReader Reader(VomsOptions? options = null) => new(options ?? new VomsOptions(), new VomsDirectory(_folder.FullPath), () => Trust ?? Grid.Trust, Grid.Clock);

    public VomsVerdict Judge(Action<AcPlan>? change = null, VomsOptions? options = null) => Judge(MakeAc(change), options);

    public VomsVerdict Judge(byte[] certificate, VomsOptions? options = null) => Assert.Single(Reader(options).Read(PeerWith(certificate)));

    public static VomsAttributes Accepted(VomsVerdict verdict) => verdict switch
    {
        VomsVerdict.Accepted accepted => accepted.Attributes,
        VomsVerdict.Refused refused => throw new InvalidOperationException($"{refused.Fault}: {refused.Reason}"),
        _ => throw new InvalidOperationException(),
    };

    public static VomsFault Fault(VomsVerdict verdict)
    {
        var refused = Assert.IsType<VomsVerdict.Refused>(verdict);
        Assert.StartsWith("VOMS attributes", refused.Reason, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Reason, StringComparison.Ordinal);
        Assert.Null(refused.Unverified);
        return refused.Fault;
    }

    public void Dispose() => _folder.Dispose();
}
