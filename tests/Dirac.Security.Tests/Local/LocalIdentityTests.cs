using System.Diagnostics;
using Dirac.Model.Errors;
using Dirac.Security.Local;
using Dirac.Testing;

namespace Dirac.Security.Tests.Local;

public sealed class LocalIdentityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Establish_MakesAPrivateFileInAPrivateDirectory_ThatReadGivesBack()
    {
        var made = LocalIdentity.Establish(Data, "ann", "demo", "https://127.0.0.1:8443");

        Assert.Equal(made, LocalIdentity.Read(Data));
        Assert.Equal(43, made.Secret.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LocalIdentity.PathIn(Data)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        Assert.Single(Directory.GetFiles(Data));
    }

    [Fact]
    public void Establish_Again_KeepsTheSecret_ChangesTheAddress()
    {
        var first = LocalIdentity.Establish(Data, "ann", "demo", "https://127.0.0.1:1");
        var second = LocalIdentity.Establish(Data, "ann", "demo", "https://127.0.0.1:2");

        Assert.Equal(first.Secret, second.Secret);
        Assert.Equal("https://127.0.0.1:2", LocalIdentity.Read(Data).Url);
    }

    [Fact]
    public void Accepts_OnlyTheSecret()
    {
        var identity = LocalIdentity.Establish(Data, "ann", "demo", "https://x");

        Assert.True(identity.Accepts(identity.Secret));
        Assert.False(identity.Accepts(null));
        Assert.False(identity.Accepts(""));
        Assert.False(identity.Accepts(identity.Secret[..^1]));
        Assert.False(identity.Accepts(RandomText.Create()));
        Assert.DoesNotContain(identity.Secret, identity.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Read_FileOpenToOthers_IsRefusedWithTheCommandThatClosesIt(UnixFileMode tooWide)
    {
        LocalIdentity.Establish(Data, "ann", "demo", "https://x");
        File.SetUnixFileMode(LocalIdentity.PathIn(Data), UnixFileMode.UserRead | UnixFileMode.UserWrite | tooWide);

        var refused = Assert.Throws<DiracException>(() => LocalIdentity.Read(Data));

        Assert.Equal(ErrorCode.NotAuthorized, refused.Code);
        Assert.Contains("chmod 600", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnotherUsersFile_IsRefused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a file to another user.");
        LocalIdentity.Establish(Data, "ann", "demo", "https://x");
        using var chown = Process.Start("chown", ["nobody", LocalIdentity.PathIn(Data)]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);

        var refused = Assert.Throws<DiracException>(() => LocalIdentity.Read(Data));

        Assert.Contains("another user", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AsAnotherUser_SystemRefuses()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "Needs root and setpriv to act as another user.");
        LocalIdentity.Establish(Data, "ann", "demo", "https://x");
        using var other = Process.Start("setpriv", ["--reuid=65534", "--clear-groups", "cat", LocalIdentity.PathIn(Data)]);
        other.WaitForExit();

        Assert.NotEqual(0, other.ExitCode);
    }

    [Fact]
    public void Read_NoFile_SaysHowToGetOne()
    {
        var missing = Assert.Throws<DiracException>(() => LocalIdentity.Read(Data));

        Assert.Equal(ErrorCode.NotAuthenticated, missing.Code);
        Assert.Contains("dirac up", missing.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"secret\":null}")]
    public void Read_DamagedFile_SaysSo(string content)
    {
        DataDirectory.Ensure(Data);
        PrivateFile.Write(LocalIdentity.PathIn(Data), System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Contains("damaged", Assert.Throws<DiracException>(() => LocalIdentity.Read(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ensure_DirectoryOthersMayWriteIn_IsRefused()
    {
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);

        Assert.Contains("chmod go-w", Assert.Throws<DiracException>(() => DataDirectory.Ensure(Data)).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryCreate_ManyAtOnce_OneWins_AndNothingIsLeftBehind()
    {
        DataDirectory.Ensure(Data);
        for (var round = 0; round < 50; round++)
        {
            var path = Path.Combine(Data, "one");

            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => PrivateFile.TryCreate(path, [(byte)i]))));

            Assert.Single(won, true);
            Assert.Equal([path], Directory.GetFiles(Data));
            Assert.Equal([(byte)Array.IndexOf(won, true)], await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            File.Delete(path);
        }
    }
}
