using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Voms;

namespace Dirac.Security.Tests.Certificates.Voms;

/// <summary>What an attribute certificate says, and the rules that need no other certificate.</summary>
public sealed class VomsReaderTests : IDisposable
{
    private readonly VomsBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Read_GoodAttributes_SaysWhatTheyAre()
    {
        var attributes = VomsBed.Accepted(_bed.Judge());

        Assert.Equal(("dirac.example.org", "voms.example.org:15000"), (attributes.Vo, attributes.Server));
        Assert.Equal(["/dirac.example.org/prod/Role=Manager", "/dirac.example.org"], attributes.Fqans.Select(fqan => fqan.ToString()));
        Assert.Equal(VomsBed.ServerName, attributes.Signer.OneLine);
        Assert.Equal((TestGrid.Now.AddHours(-1), TestGrid.Now.AddHours(12)), (attributes.NotBefore, attributes.NotAfter));
        Assert.Null(attributes.Targets);
        Assert.Empty(attributes.GenericAttributes);
    }

    [Fact]
    public void Read_NoAttributes_IsNothing() => Assert.Empty(_bed.Reader().Read(_bed.Grid.Accept(_bed.Grid.MakeProxy(_bed.Grid.User), _bed.Grid.User)));

    [Fact]
    public void Read_AttributesOfTwoVos_AreJudgedEach()
    {
        var verdicts = _bed.Reader().Read(_bed.PeerWith(_bed.MakeAc(), _bed.MakeAc(plan => plan.HolderSerial++)));

        VomsBed.Accepted(verdicts[0]);
        Assert.Equal(VomsFault.WrongHolder, VomsBed.Fault(verdicts[1]));
        Assert.Equal(2, verdicts.Count);
    }

    [Fact]
    public void Read_ProxyOfAProxy_HasThePresentedOnesFirst()
    {
        var first = _bed.MakeProxy(_bed.MakeAc());
        var second = _bed.Grid.MakeProxy(first, plan => plan.Others.Add(AcPlan.Extension(_bed.MakeAc(ac => ac.Fqans = ["/dirac.example.org/late"]))));

        var verdicts = _bed.Reader().Read(_bed.Grid.Accept(second, first, _bed.Grid.User));

        Assert.Equal(["/dirac.example.org/late", "/dirac.example.org/prod"], verdicts.Select(verdict => VomsBed.Accepted(verdict).Fqans[0].Group));
    }

    [Fact]
    public void Read_ElevenOfThem_AreNotRead() =>
        Assert.Equal(VomsFault.Malformed, VomsBed.Fault(Assert.Single(_bed.Reader().Read(_bed.PeerWith([.. Enumerable.Repeat(_bed.MakeAc(), 11)])))));

    [Fact]
    public void Read_OnesOwnCredential_IsJudgedToo()
    {
        var proxy = _bed.MakeProxy(_bed.MakeAc());
        using var credential = ProxyFile.TryParse(proxy.Pem + proxy.KeyPem + _bed.Grid.User.Pem)!;
        using var alone = ProxyFile.TryParse(proxy.Pem + proxy.KeyPem)!;

        VomsBed.Accepted(Assert.Single(_bed.Reader().Read(credential)));
        Assert.Empty(_bed.Reader().Read(alone));
    }

    [Fact]
    public void Read_HolderNamedBySubject_IsAccepted()
    {
        VomsBed.Accepted(_bed.Judge(plan => plan.HolderIssuer = _bed.Grid.User.Subject));
        VomsBed.Accepted(_bed.Judge(plan => plan.HolderEntity = _bed.Grid.User.Subject));
        VomsBed.Accepted(_bed.Judge(plan => (plan.HolderIssuer, plan.HolderEntity) = (null, _bed.Grid.User.Subject)));
    }

    [Fact]
    public void Read_SomebodyElses_AreRefused()
    {
        var other = TestGrid.NameOf("Bob");

        AssertFault(VomsFault.WrongHolder, plan => plan.HolderSerial++);
        AssertFault(VomsFault.WrongHolder, plan => plan.HolderIssuer = other);
        AssertFault(VomsFault.WrongHolder, plan => plan.HolderEntity = other);
        AssertFault(VomsFault.WrongHolder, plan => (plan.HolderIssuer, plan.HolderEntity) = (null, other));
        AssertFault(VomsFault.WrongHolder, plan => (plan.HolderIssuer, plan.HolderEntity) = (other, _bed.Grid.User.Subject));
        AssertFault(VomsFault.WrongHolder, plan => plan.HolderIssuer = null);
        AssertFault(VomsFault.WrongHolder, plan => plan.HasHolderDigest = true);
    }

    [Fact]
    public void Read_OutOfTime_IsRefused()
    {
        VomsBed.Accepted(_bed.Judge(plan => plan.NotAfter = TestGrid.Now));
        AssertFault(VomsFault.Expired, plan => plan.NotAfter = TestGrid.Now.AddSeconds(-1));
        VomsBed.Accepted(_bed.Judge(plan => plan.NotBefore = TestGrid.Now.AddMinutes(5)));
        AssertFault(VomsFault.NotYetValid, plan => plan.NotBefore = TestGrid.Now.AddMinutes(5).AddSeconds(1));
        var refused = Assert.IsType<VomsVerdict.Refused>(_bed.Judge(plan => plan.NotAfter = TestGrid.Now.AddSeconds(-1)));
        Assert.Equal("VOMS attributes of dirac.example.org: they have expired; make a new proxy (they ended 2026-11-25 11:59:59 UTC).", refused.Reason);
    }

    [Fact]
    public void Read_Targeted_IsForThoseAlone()
    {
        var options = new VomsOptions { ServiceNames = ["dirac.example.org"] };

        AssertFault(VomsFault.WrongTarget, plan => plan.Others.Add(AcPlan.Targets("dirac.example.org")));
        VomsBed.Accepted(_bed.Judge(plan => plan.Others.Add(AcPlan.Targets("ce.example.org", "DIRAC.example.org")), options));
        VomsBed.Accepted(_bed.Judge(plan => plan.Others.Add(AcPlan.Targets("https://dirac.example.org:8443/")), options));
        Assert.Equal(VomsFault.WrongTarget, VomsBed.Fault(_bed.Judge(plan => plan.Others.Add(AcPlan.Targets("ce.example.org")), options)));
        Assert.Equal(VomsFault.WrongTarget, VomsBed.Fault(_bed.Judge(plan => plan.Others.Add(AcPlan.Targets()), options)));
    }

    [Fact]
    public void Read_UnknownExtension_IsRefusedWhenCritical()
    {
        VomsBed.Accepted(_bed.Judge(plan => plan.Others.Add(new X509Extension("1.2.3.4", [5, 0], critical: false))));
        AssertFault(VomsFault.UnknownCriticalExtension, plan => plan.Others.Add(new X509Extension("1.2.3.4", [5, 0], critical: true)));
    }

    [Fact]
    public void Read_WithoutNoRevAvail_IsRefused() => AssertFault(VomsFault.MayBeRevoked, plan => plan.HasNoRevocation = false);

    [Theory]
    [InlineData("/other.example.org/Role=Manager")]
    [InlineData("/dirac.example.org2")]
    [InlineData("/DIRAC.example.org")]
    public void Read_GroupOfAnotherVo_IsRefused(string fqan) => AssertFault(VomsFault.ForeignGroup, plan => plan.Fqans.Add(fqan));

    [Theory]
    [InlineData("no/slash")]
    [InlineData("/dirac.example.org//x")]
    [InlineData("/dirac.example.org/a\nb")]
    [InlineData("/dirac.example.org/Role=")]
    public void Read_NoFqan_IsMalformed(string fqan) => AssertFault(VomsFault.Malformed, plan => plan.Fqans.Add(fqan));

    [Theory]
    [InlineData("../dirac.example.org://voms.example.org:15000")]
    [InlineData("dirac.example.org://../voms.example.org:15000")]
    [InlineData("://voms.example.org:15000")]
    [InlineData("dirac.example.org://:15000")]
    [InlineData("dirac.example.org")]
    [InlineData("")]
    public void Read_AddressThatIsNoWordOfAFile_IsMalformed(string authority) => AssertFault(VomsFault.Malformed, plan => plan.Authority = authority);

    [Fact]
    public void Read_Unverified_IsReportedOnlyOnDemand()
    {
        var refused = Assert.IsType<VomsVerdict.Refused>(_bed.Judge(plan => plan.HolderSerial++, new VomsOptions { ReportUnverified = true }));

        Assert.Equal((VomsFault.WrongHolder, "dirac.example.org", "Manager"), (refused.Fault, refused.Unverified?.Vo, refused.Unverified?.Fqans[0].Role));
    }

    private void AssertFault(VomsFault fault, Action<AcPlan> change) => Assert.Equal(fault, VomsBed.Fault(_bed.Judge(change)));
}
