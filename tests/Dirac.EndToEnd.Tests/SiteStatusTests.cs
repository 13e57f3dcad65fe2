using Dirac.Client.Jobs;
using Dirac.Client.Statuses;
using Dirac.Model.Api;

namespace Dirac.EndToEnd.Tests;

/// <summary>A site goes out of service and comes back while a pilot waits there.</summary>
public sealed class SiteStatusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Site_BannedAndLetInAgain_GivesItsPilotNothingAndThenTheJob()
    {
        await using var site = await Site.StartAsync();
        var statuses = new StatusClient(site.Server.Admin);
        var name = Assert.Single(await statuses.ListAsync("site", Token)).Name;
        await statuses.SetAsync("site", name, new ElementStatusChange { Status = "Banned", Reason = "cooling broken" }, Token);
        await using var pilot = await site.StartPilotAsync(1);
        var id = (await site.SubmitAsync(["""[ Executable = "/bin/true"; ]"""]))[0];
        var explain = new ExplainClient(site.Server.User);
        JobWhy? why = null;
        await Site.UntilAsync(
            async () => (why = await explain.WhyAsync(id, name, Token)).Sites.Any(answer => answer.PilotsAt.Count > 0 && answer.Verdict == "NotNow"),
            Patience,
            () => $"No pilot asked at the banned site: {why?.Summary}");

        Assert.Contains("the site is Banned (cooling broken)", why!.Summary, StringComparison.Ordinal);
        Assert.Equal(1, (await site.CountAsync()).GetValueOrDefault("Waiting"));

        await statuses.SetAsync("site", name, new ElementStatusChange { Status = "Active", Reason = "cold again" }, Token);
        await site.WaitForDoneAsync(1, Patience);
        Assert.Equal(["Active", "Banned"], (await statuses.HistoryAsync("site", name, cancellationToken: Token)).Select(line => line.Status));
    }
}
