using Dirac.Client.Http;
using Dirac.Client.Sandboxes;
using Dirac.Model.Api;

namespace Dirac.EndToEnd.Tests;

public sealed class OptionTests
{
    [Fact]
    public async Task Workload_DaysInPartsAndLifetimeOfAddresses_AreTaken()
    {
        await using var site = await Site.StartAsync("UnassignedSandboxDays = 1.5", "SandboxUrlSeconds = 77");
        var file = site.File("sandbox.tar.zst");
        await File.WriteAllTextAsync(file, "content", TestContext.Current.CancellationToken);

        var name = await new SandboxClient(site.Server.User).UploadAsync(file, "tar.zst", cancellationToken: TestContext.Current.CancellationToken);

        var address = await site.Server.User.SendAsync(
            ApiRequest.Get($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(name)}"), ModelJsonContext.Default.SandboxDownloadReply, TestContext.Current.CancellationToken);
        Assert.Equal(77, address.ExpiresIn);
    }
}
