using System.Security.Cryptography;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Validation;
using Dirac.Testing;

namespace Dirac.Security.Tests.Certificates;

public sealed class CaDirectoryTests : IDisposable
{
    private readonly TestGrid _grid = new(isEc: true);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GetSnapshot_HashStyleFolder_HasAuthoritiesAndLists()
    {
        File.WriteAllText(_folder.File("TestCA.pem"), _grid.Authority.Pem);
        File.CreateSymbolicLink(_folder.File("0a1b2c3d.0"), "TestCA.pem");
        WriteList("0a1b2c3d.r0", _grid.User);
        File.WriteAllText(_folder.File("TestCA.signing_policy"), "not read");
        File.WriteAllText(_folder.File("0a1b2c3d.namespaces"), "not read");

        var snapshot = Open().GetSnapshot();

        Assert.Equal("/DC=org/DC=testgrid/CN=Test CA", Assert.Single(snapshot.Authorities).OneLine);
        Assert.Empty(snapshot.Problems);
        Assert.Equal(ChainFault.Revoked, TestGrid.Fault(_grid.Judge(snapshot, new ChainValidationOptions(), _grid.User)));
    }

    [Fact]
    public void GetSnapshot_PlainFolderInDer_IsRead()
    {
        File.WriteAllBytes(_folder.File("ca.pem"), _grid.Authority.Der);
        File.WriteAllBytes(_folder.File("ca.crl"), _grid.MakeList([_grid.User]));

        Assert.Equal(ChainFault.Revoked, TestGrid.Fault(_grid.Judge(Open().GetSnapshot(), new ChainValidationOptions(), _grid.User)));
    }

    [Fact]
    public void GetSnapshot_Unchanged_IsTheSameObject()
    {
        File.WriteAllText(_folder.File("ca.pem"), _grid.Authority.Pem);
        var directory = Open();
        var before = directory.GetSnapshot();

        _grid.Clock.Advance(CaDirectory.CheckEvery * 3);

        Assert.Same(before, directory.GetSnapshot());
    }

    [Fact]
    public void GetSnapshot_ListRenewed_IsSeenAfterTheInterval()
    {
        File.WriteAllText(_folder.File("ca.pem"), _grid.Authority.Pem);
        var directory = Open();
        var validator = new ChainValidator(new ChainValidationOptions(), _grid.Clock);
        Assert.IsType<ChainVerdict.Accepted>(validator.Validate([_grid.User.Der], directory.GetSnapshot()));

        WriteList("ca.r0", _grid.User);
        Assert.IsType<ChainVerdict.Accepted>(validator.Validate([_grid.User.Der], directory.GetSnapshot()));
        _grid.Clock.Advance(CaDirectory.CheckEvery);

        Assert.Equal(ChainFault.Revoked, TestGrid.Fault(validator.Validate([_grid.User.Der], directory.GetSnapshot())));
    }

    [Fact]
    public void GetSnapshot_AuthorityRemoved_IsNoLongerTrusted()
    {
        File.WriteAllText(_folder.File("ca.pem"), _grid.Authority.Pem);
        var directory = Open();
        Assert.Single(directory.GetSnapshot().Authorities);

        File.Delete(_folder.File("ca.pem"));
        _grid.Clock.Advance(CaDirectory.CheckEvery);

        Assert.Empty(directory.GetSnapshot().Authorities);
    }

    [Fact]
    public void GetSnapshot_FolderGone_KeepsWhatItHad()
    {
        var inner = Directory.CreateDirectory(_folder.File("certificates")).FullName;
        File.WriteAllText(Path.Combine(inner, "ca.pem"), _grid.Authority.Pem);
        var directory = new CaDirectory(inner, _grid.Clock);
        var before = directory.GetSnapshot();

        Directory.Delete(inner, recursive: true);
        _grid.Clock.Advance(CaDirectory.CheckEvery);

        Assert.Same(before, directory.GetSnapshot());
    }

    [Fact]
    public void GetSnapshot_NoFolder_IsEmptyAndNamesTheProblem()
    {
        var snapshot = new CaDirectory(_folder.File("absent"), _grid.Clock).GetSnapshot();

        Assert.Empty(snapshot.Authorities);
        Assert.Contains("absent", Assert.Single(snapshot.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void GetSnapshot_UnusableFiles_AreProblemsAndHurtNobodyElse()
    {
        File.WriteAllText(_folder.File("ca.pem"), _grid.Authority.Pem);
        File.WriteAllText(_folder.File("empty.pem"), "");
        File.WriteAllText(_folder.File("user.pem"), _grid.User.Pem);
        File.WriteAllText(_folder.File("garbage.0"), PemEncoding.WriteString("CERTIFICATE", [0x30, 0x01, 0x00]));
        File.CreateSymbolicLink(_folder.File("broken.0"), "nowhere");

        var snapshot = Open().GetSnapshot();

        Assert.Single(snapshot.Authorities);
        foreach (var name in new[] { "empty.pem", "user.pem", "garbage.0", "broken.0" })
            Assert.Contains(snapshot.Problems, problem => problem.Contains(name, StringComparison.Ordinal));
        Assert.IsType<ChainVerdict.Accepted>(_grid.Judge(snapshot, new ChainValidationOptions(), _grid.User));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n")]
    public void GetSnapshot_HashNamedListCutShort_RefusesItsAuthority(string rest)
    {
        File.WriteAllText(_folder.File("TestCA.pem"), _grid.Authority.Pem);
        File.CreateSymbolicLink(_folder.File("0a1b2c3d.0"), "TestCA.pem");
        File.WriteAllText(_folder.File("0a1b2c3d.r0"), rest);

        Assert.Equal(ChainFault.RevocationListUnusable, TestGrid.Fault(_grid.Judge(Open().GetSnapshot(), new ChainValidationOptions(), _grid.User)));
    }

    private CaDirectory Open() => new(_folder.FullPath, _grid.Clock);

    private void WriteList(string name, params Made[] revoked) =>
        File.WriteAllText(_folder.File(name), PemEncoding.WriteString("X509 CRL", _grid.MakeList(revoked)));
}
