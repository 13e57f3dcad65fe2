using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.EndToEnd.Tests;

/// <summary>A job that asks the server about itself, as any program would.</summary>
public sealed class PayloadTokenTests
{
    [Fact]
    public async Task Payload_WithItsToken_ReadsItsOwnStatusAndNotesSomething_UntilItHasEnded()
    {
        await using var site = await Site.StartAsync();
        var script = site.Script("payload", $$"""
            {
            {{DocsCurlTests.Blocks(DocsCurlTests.InsideAJob).First()}}
            } > {{site.File("page")}}
            ask "$DIRAC_URL/api/jobs/$JOBID/attributes?name=Status&name=Owner" > {{site.File("status")}}
            ask --output /dev/null --write-out '%{http_code}' --header "Content-Type: application/json" --data '{"job_ids": ['$JOBID']}' "$DIRAC_URL/api/jobs/kill" > {{site.File("kill")}}
            cp "$BEARER_TOKEN_FILE" {{site.File("kept")}}
            """);
        var id = Assert.Single(await site.SubmitAsync([$"[ Executable = \"{script}\"; ]"]));
        await using var pilot = await site.StartPilotAsync(1);
        await site.WaitForDoneAsync(1, TimeSpan.FromSeconds(60));

        Assert.Matches("""(?s)I am\n\{.*"sub":".*job:.*My job is\n\{.*"Status":"Running".*\{"success":\{""", await ReadAsync(site, "page"));
        using var status = JsonDocument.Parse(await ReadAsync(site, "status"));
        Assert.Equal(("Running", Environment.UserName), (status.RootElement.GetProperty("Status").GetString(), status.RootElement.GetProperty("Owner").GetString()));
        Assert.Equal("17", (await site.Jobs.DetailsAsync(id, TestContext.Current.CancellationToken)).Parameters["Events"]);
        Assert.Equal("403", await ReadAsync(site, "kill"));
        Assert.Equal("401", await AskAsync(site, await ReadAsync(site, "kept")));
    }

    private static Task<string> ReadAsync(Site site, string file) => File.ReadAllTextAsync(site.File(file), TestContext.Current.CancellationToken);

    private static async Task<string> AskAsync(Site site, string token)
    {
        using var stranger = new ApiConnection(
            new ApiConnectionOptions { Url = site.Server.Url, CaFile = site.Server.CaFile }, new FixedToken(token));
        var refused = await Assert.ThrowsAsync<ApiException>(
            () => new JobClient(stranger).SearchAsync(new SearchRequest(), cancellationToken: TestContext.Current.CancellationToken));
        return $"{(int)refused.Status}";
    }
}
