using System.Diagnostics;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Ssh;

public sealed class SshLoginTests(PrivateServices services) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_HostThatIsKnown_StaysOpenForOthers()
    {
        var target = services.Gate();

        Assert.True(await OpenAsync(target));
        Assert.False(await OpenAsync(target));

        Control(target, "exit");
    }

    [Fact]
    public async Task Open_UnknownHostKeyAndNobodyToAsk_TellsItsFingerprintAndAcceptsNothing()
    {
        var gate = services.Gate();
        var known = _folder.File("known_hosts");
        var target = gate with { Options = [.. gate.Options, "-o", $"UserKnownHostsFile={known}"] };

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => OpenAsync(target));

        Assert.Equal(CETrouble.LoginNeeded, refusal.Trouble);
        Assert.Equal($"The host key of gate is not known yet. Its fingerprint is {Fingerprint()}.", refusal.Message);
        Assert.False(File.Exists(known));
    }

    [Fact]
    public async Task Open_NobodyListens_SaysSoWithoutTalk()
    {
        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => OpenAsync(new SshTarget("127.0.0.1") { Port = 1, Options = ["-F", "/dev/null"] }));

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
        Assert.EndsWith("Connection refused", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(SshSockets.Of(_folder.FullPath).Of(new SshTarget("any")))!, recursive: true);
        _folder.Dispose();
    }

    private Task<bool> OpenAsync(SshTarget target) => SshLogin.OpenAsync(target, SshSockets.Of(_folder.FullPath), new SshSettings(), mayAsk: false, TimeProvider.System, Cancellation);

    private void Control(SshTarget target, string verb) => Run("ssh", ["-S", SshSockets.Of(_folder.FullPath).Of(target), "-O", verb, .. target.Options, "gate"]);

    private string Fingerprint() => Run("ssh-keygen", ["-lf", Path.Combine(services.Folder, "sshd", "host_key.pub")]).Split(' ')[1];

    private static string Run(string program, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
