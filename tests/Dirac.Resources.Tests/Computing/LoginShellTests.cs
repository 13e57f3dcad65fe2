using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Computing;

/// <summary>Accounts whose login shell is not a POSIX one, and whose profile prints something and leaves its line open.</summary>
public sealed class LoginShellTests(PrivateServices services) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("tcsh")]
    public async Task Submit_AnyLoginShell_PilotIsCopiedAndRuns(string shell)
    {
        Assert.SkipUnless(await PrivateServices.RunToEndAsync("/bin/sh", "-c", $"command -v {shell}") == 0, $"{shell} is not installed: apt-get install -y {shell}");
        await using var elements = new ComputingElements(SshSockets.Of(_folder.FullPath), new SshSettings(), TimeProvider.System);
        var options = new CEOptions { Name = "gate", Ssh = services.GateWith(shell), BatchSystem = "Host", SharedArea = _folder.File("an area of 'hers'") };
        var element = elements.Of(options);

        var facts = await elements.LookAsync(options, Cancellation);
        var pilot = Assert.Single(await element.SubmitAsync(await TestPilot.OrderAsync(_folder, "read -r secret; echo \"$secret\""), Cancellation));
        await element.SeeAsync(pilot, sighting => sighting.Status == PilotStatus.Done);

        Assert.Empty(facts.Missing);
        Assert.Equal($"secret of {pilot.Stamp}\n", (await element.GetOutputAsync([pilot], 1_000, Cancellation))[pilot.Stamp].Output);
    }

    public void Dispose() => _folder.Dispose();
}
