using Dirac.Security.Certificates.Validation;
using Dirac.Security.Certificates.Voms;

namespace Dirac.Security.Tests.Certificates.Voms;

/// <summary>Who may sign attribute certificates: by signature, chain and the VO's folder.</summary>
public sealed class VomsSignerTests : IDisposable
{
    private readonly VomsBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Read_ForgedSignature_IsRefused()
    {
        AssertFault(VomsFault.SignatureInvalid, plan => plan.SigningKey = TestKeys.Get("forger", isEc: true));

        var good = _bed.MakeAc();
        var forged = good.ToArray();
        "ManageR"u8.CopyTo(forged.AsSpan(forged.AsSpan().IndexOf("Manager"u8)));
        Assert.Equal(VomsFault.SignatureInvalid, VomsBed.Fault(_bed.Judge(forged)));
        VomsBed.Accepted(_bed.Judge(good));
    }

    [Fact]
    public void Read_WeakAlgorithm_IsRefused() => AssertFault(VomsFault.SignatureAlgorithmNotAccepted, plan => plan.AlgorithmName = "1.2.840.10045.4.1");

    [Fact]
    public void Read_WeakKeyOfTheSigner_IsNotCalledABadSignature()
    {
        var key = TestKeys.Get("weak", isEc: false);
        AssertFault(VomsFault.SignerNotAccepted, plan => (plan.SigningKey, plan.Certificates) = (key, [_bed.MakeServer(server => server.Key = key)]));
    }

    [Fact]
    public void Read_SignersCertificateNowhere_IsRefused() => AssertFault(VomsFault.SignerUnknown, plan => plan.Certificates = []);

    [Fact]
    public void Read_SignersCertificateInTheFolder_NeedsNoLsc()
    {
        _bed.Unvouch();
        _bed.Vouch(_bed.Server.Pem, "server.pem");

        VomsBed.Accepted(_bed.Judge());
        VomsBed.Accepted(_bed.Judge(plan => plan.Certificates = []));
    }

    [Fact]
    public void Read_SignedByTheUser_IsRefused()
    {
        AssertFault(VomsFault.SignerNotAccepted, plan => (plan.Signer, plan.SigningKey, plan.Certificates) = (_bed.Grid.User.Subject, _bed.Grid.User.Key, [_bed.Grid.User]));
        var bare = _bed.Grid.MakeUser(plan => plan.Others.Clear());
        AssertFault(VomsFault.ServerNotTrusted, plan => (plan.Signer, plan.SigningKey, plan.Certificates) = (bare.Subject, bare.Key, [bare]));
        var proxy = _bed.Grid.MakeProxy(_bed.Grid.User);
        var refused = Assert.IsType<VomsVerdict.Refused>(_bed.Judge(plan => (plan.Signer, plan.SigningKey, plan.Certificates) = (proxy.Subject, proxy.Key, [proxy, _bed.Grid.User])));
        Assert.Equal((VomsFault.SignerNotAccepted, $"{TestGrid.Accepted(_bed.Grid.Judge(proxy, _bed.Grid.User)).Subject} is a proxy"), (refused.Fault, refused.Detail));
    }

    [Fact]
    public void Read_SignerOfAnUnknownAuthority_IsRefused()
    {
        var rogue = _bed.Grid.MakeAuthority("Rogue CA", "rogue");
        var server = _bed.MakeServer(authority: rogue);
        _bed.Vouch($"{VomsBed.ServerName}\n/DC=org/DC=testgrid/CN=Rogue CA\n");

        AssertFault(VomsFault.SignerNotAccepted, plan => plan.Certificates = [server, rogue]);
        _bed.Trust = TestGrid.Trusting([_bed.Grid.Authority, rogue]);
        VomsBed.Accepted(_bed.Judge(plan => plan.Certificates = [server]));
    }

    [Fact]
    public void Read_SignerOfAnAuthorityThatOnlyHasTheName_IsRefused()
    {
        var namesake = _bed.Grid.MakeAuthority("Test CA", "rogue");

        AssertFault(VomsFault.SignerNotAccepted, plan => plan.Certificates = [_bed.MakeServer(authority: namesake), namesake]);
    }

    [Fact]
    public void Read_SignersCertificateOutOfTimeOrRevoked_IsRefused()
    {
        AssertFault(VomsFault.SignerNotAccepted, plan => plan.Certificates = [_bed.MakeServer(server => server.NotAfter = TestGrid.Now.AddSeconds(-1))]);
        _bed.Trust = _bed.Grid.TrustWith(_bed.Grid.MakeList([_bed.Server]));
        AssertFault(VomsFault.SignerNotAccepted);
    }

    [Fact]
    public void Read_NoLscOfTheServer_IsRefused()
    {
        _bed.Unvouch();
        AssertFault(VomsFault.ServerNotTrusted);
        _bed.Vouch($"{VomsBed.ServerName}\n{VomsBed.AuthorityName}\n", "other.example.org.lsc");
        AssertFault(VomsFault.ServerNotTrusted);
        _bed.Vouch($"{VomsBed.ServerName}\n{VomsBed.AuthorityName}\n", vo: "other.example.org");
        AssertFault(VomsFault.ServerNotTrusted);
    }

    [Theory]
    [InlineData("/DC=org/DC=testgrid/CN=voms2.example.org\n/DC=org/DC=testgrid/CN=Test CA\n")]
    [InlineData("/DC=org/DC=testgrid/CN=voms.example.org\n/DC=org/DC=testgrid/CN=Other CA\n")]
    [InlineData("/DC=org/DC=testgrid/CN=Test CA\n/DC=org/DC=testgrid/CN=voms.example.org\n")]
    [InlineData("/DC=org/DC=testgrid/CN=voms.example.org\n")]
    [InlineData("/DC=org/DC=testgrid/CN=voms.example.org\n------ NEXT CHAIN ------\n/DC=org/DC=testgrid/CN=Test CA\n")]
    [InlineData("/DC=org/DC=testgrid/CN=voms.example.org\n/DC=org/DC=testgrid/CN=Test CA\n/DC=org/DC=testgrid/CN=Other CA\n")]
    [InlineData("")]
    public void Read_LscWithOtherNames_IsRefused(string lsc)
    {
        _bed.Vouch(lsc);
        AssertFault(VomsFault.ServerNotTrusted);
    }

    [Theory]
    [InlineData("\n  /DC=org/DC=testgrid/CN=voms.example.org  \r\n/DC=org/DC=testgrid/CN=Test CA\r\n")]
    [InlineData("/DC=org/DC=testgrid/CN=voms.example.org\n/DC=org/DC=testgrid/CN=Test CA\n/DC=org/DC=testgrid/CN=Test CA\n")]
    [InlineData("/CN=x\n/CN=y\n------ NEXT CHAIN ------\n/DC=org/DC=testgrid/CN=voms.example.org\n/DC=org/DC=testgrid/CN=Test CA")]
    public void Read_LscWithItsNames_IsAccepted(string lsc)
    {
        _bed.Vouch(lsc);
        VomsBed.Accepted(_bed.Judge());
    }

    [Fact]
    public void Read_SignerBelowAnIntermediateAuthority_IsMatchedUpwards()
    {
        var middle = _bed.Grid.MakeAuthority("Middle CA", "middle", _bed.Grid.Authority);
        var server = _bed.MakeServer(authority: middle);
        void Send(AcPlan plan) => plan.Certificates = [server, middle];

        _bed.Vouch($"{VomsBed.ServerName}\n/DC=org/DC=testgrid/CN=Middle CA\n{VomsBed.AuthorityName}\n");
        VomsBed.Accepted(_bed.Judge(Send));
        _bed.Vouch($"{VomsBed.ServerName}\n/DC=org/DC=testgrid/CN=Middle CA\n/DC=org/DC=testgrid/CN=Other CA\n");
        AssertFault(VomsFault.ServerNotTrusted, Send);
        _bed.Vouch($"{VomsBed.ServerName}\n{VomsBed.AuthorityName}\n");
        AssertFault(VomsFault.ServerNotTrusted, Send);
    }

    [Fact]
    public void Read_LscWithOldSpellingOfTypes_IsAccepted()
    {
        var server = _bed.MakeServer(plan => plan.Subject = TestName.Append(TestGrid.NameOf("voms.example.org"), TestName.Rdn("1.2.840.113549.1.9.1", "a@example.org", TestName.Ia5)));
        _bed.Vouch($"{VomsBed.ServerName}/Email=a@example.org\n{VomsBed.AuthorityName}\n");

        VomsBed.Accepted(_bed.Judge(plan => (plan.Signer, plan.Certificates) = (server.Subject, [server])));
    }

    [Fact]
    public void Read_RevocationListRequired_CountsForTheSigner()
    {
        var strict = new VomsOptions { Signers = new ChainValidationOptions { Purpose = ChainPurpose.Servers, RequireRevocationList = true } };

        Assert.Equal(VomsFault.SignerNotAccepted, VomsBed.Fault(_bed.Judge(options: strict)));
        _bed.Trust = _bed.Grid.TrustWith(_bed.Grid.MakeList([]));
        VomsBed.Accepted(_bed.Judge(options: strict));
    }

    [Fact]
    public void Find_Environment_NamesTheFolder()
    {
        Assert.Equal("/some/where", VomsDirectory.Find(name => name == "X509_VOMS_DIR" ? "/some/where" : null).Path);
        Assert.Equal("/etc/grid-security/vomsdir", VomsDirectory.Find(_ => null).Path);
    }

    private void AssertFault(VomsFault fault, Action<AcPlan>? change = null) => Assert.Equal(fault, VomsBed.Fault(_bed.Judge(change)));
}
