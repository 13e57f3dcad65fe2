using System.Net;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Jobs;
using Dirac.Installation;
using Dirac.Security.Local;

namespace Dirac.EndToEnd.Tests;

/// <summary>Machines are shared: what is on this one keeps others out.</summary>
public sealed class SecretTests
{
    private const string SetPriv = "/usr/bin/setpriv";

    [Theory]
    [InlineData(null)]
    [InlineData("a guess")]
    public async Task Request_WithoutTheSecret_GetsUnauthorized(string? token)
    {
        await using var site = await Site.StartAsync();
        using var stranger = new ApiConnection(
            new ApiConnectionOptions { Url = site.Server.Url, CaFile = site.Server.CaFile }, token is null ? null : new FixedToken(token));

        var search = await Assert.ThrowsAsync<ApiException>(() => new JobClient(stranger).SearchAsync(new(), cancellationToken: TestContext.Current.CancellationToken));
        var login = await Assert.ThrowsAsync<ApiException>(
            () => new IdentityClient(stranger).LoginLocallyAsync(token ?? "", null, TestContext.Current.CancellationToken));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (search.Status, login.Status));
    }

    [Fact]
    public async Task Files_ForAnotherUser_CannotBeRead()
    {
        if (Environment.UserName != "root" || !File.Exists(SetPriv)) Assert.Skip("Takes root and setpriv to act as another user.");
        await using var site = await Site.StartAsync();
        // The folder of the test is open, so it is the data directory that must keep others out.
        File.SetUnixFileMode(Path.GetDirectoryName(site.Server.Directory)!, (UnixFileMode)0b111_101_101);

        foreach (var file in Directory.EnumerateFiles(site.Server.Directory, "*", SearchOption.AllDirectories))
        {
            await using var reader = RunningProgram.Start(SetPriv, ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/cat", file], site.File("reader.log"));
            Assert.NotEqual(0, await reader.WaitAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Payload_LookingAround_FindsNoSecret()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        var found = site.File("found");
        var script = site.Script("payload", $"cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' > {found}\ntr '\\0' '\\n' < /proc/self/environ > {found}.own\n");

        await site.SubmitAsync([$"[ Executable = \"{script}\"; ]"]);
        await site.WaitForDoneAsync(1, TimeSpan.FromSeconds(60));

        var everything = await File.ReadAllTextAsync(found, TestContext.Current.CancellationToken);
        Assert.Contains("dirac-pilot", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(pilot.Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(LocalIdentity.Read(site.Server.Directory).Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", await File.ReadAllTextAsync(found + ".own", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
