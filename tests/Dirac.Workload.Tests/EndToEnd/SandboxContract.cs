using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Local;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class SandboxSqlite(Servers servers) : SandboxContract(servers, Engine.Sqlite);

public sealed class SandboxMySql(Servers servers) : SandboxContract(servers, Engine.MySql);

public abstract class SandboxContract(Servers servers, Engine engine)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    [Fact]
    public async Task UploadAndDownload_OwnSandbox_GivesTheSameBytes()
    {
        var community = await CommunityAsync();
        var content = Content();

        var name = await UploadAsync(community.User(), content);

        Assert.Equal($"SB:ProductionSandboxSE|/S3/sandboxes/{community.Vo}/{community.Vo}_user/ann/sha256:{Sha(content)}.tar.zst", name);
        Assert.Equal(Encoding.ASCII.GetString(content), (await DownloadAsync(community.User(), name)).Text);
        Assert.Null((await RequestAsync(community.User(), content)).Read(Model.SandboxUploadReply).Url);
    }

    [Fact]
    public async Task Addresses_OfUploadAndDownload_AreWholeForClientsThatOpenThemThemselves()
    {
        var community = await CommunityAsync();
        var content = Content();
        var upload = (await RequestAsync(community.User(), content)).Read(Model.SandboxUploadReply);
        (await SendAsync(community, upload, content)).MustBe(HttpStatusCode.NoContent);

        var download = (await community.User().GetAsync($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(upload.Pfn)}")).Read(Model.SandboxDownloadReply);

        Assert.StartsWith("http", new Uri(upload.Url!).Scheme, StringComparison.Ordinal);
        using var stranger = new HttpClient();
        using var reply = await stranger.GetAsync(new Uri(download.Url), TestContext.Current.CancellationToken);
        Assert.Equal(content, await reply.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{Sha(content)}.tar.zst", reply.Content.Headers.ContentDisposition?.FileName);
    }

    [Theory]
    [InlineData("checksum_algorithm", "\"md5\"", 422)]
    [InlineData("checksum", "\"abc\"", 422)]
    [InlineData("checksum", "\"../../../../../../etc/passwd\"", 422)]
    [InlineData("checksum", "null", 422)]
    [InlineData("format", "\"zip\"", 422)]
    [InlineData("format", "\"../tar.zst\"", 422)]
    [InlineData("size", "0", 422)]
    [InlineData("size", "-1", 422)]
    [InlineData("size", "1048577", 400)]
    [InlineData("size", "99999999999999999999", 422)]
    public async Task Request_NotAllowed_IsRefused(string member, string value, int status)
    {
        var community = await CommunityAsync();
        var body = new Dictionary<string, string>
        {
            ["checksum_algorithm"] = "\"sha256\"", ["checksum"] = $"\"{new string('a', 64)}\"", ["size"] = "10", ["format"] = "\"tar.zst\"", [member] = value,
        };

        var reply = await community.User().PostAsync("/api/jobs/sandbox", $"{{{string.Join(',', body.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}");

        Assert.True((int)reply.Status == status, reply.ToString());
    }

    [Fact]
    public async Task Upload_OtherBytesThanAnnounced_StoresNothing()
    {
        var community = await CommunityAsync();
        var content = Content();
        var request = (await RequestAsync(community.User(), content)).Read(Model.SandboxUploadReply);
        byte[] changed = [.. content];
        changed[0] ^= 1;

        (await SendAsync(community, request, changed)).MustBe(HttpStatusCode.BadRequest);
        (await SendAsync(community, request, content[1..])).MustBe(HttpStatusCode.BadRequest);
        (await SendAsync(community, request, [.. content, 1])).MustBe(HttpStatusCode.BadRequest);

        (await community.User().GetAsync($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(request.Pfn)}")).MustBe(HttpStatusCode.NotFound);
        var folder = Path.Combine(community.Server.Sandboxes, community.Vo);
        Assert.Empty(Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task Upload_OversizeBody_IsCutOff()
    {
        var community = await CommunityAsync();
        var content = Content();
        var request = (await RequestAsync(community.User(), content)).Read(Model.SandboxUploadReply);

        var reply = await SendAsync(community, request, new byte[(1 << 20) + (1 << 17)]);

        Assert.True((int)reply.Status is 400 or 413, reply.ToString());
    }

    [Theory]
    [InlineData("signature", "forged")]
    [InlineData("signature", "")]
    [InlineData("size", "11")]
    [InlineData("size", "many")]
    [InlineData("pfn", "SB:ProductionSandboxSE|/S3/sandboxes/vo/g/../u/sha256:aa.tar.zst")]
    [InlineData("pfn", "")]
    public async Task Upload_ChangedForm_IsRefused(string field, string value)
    {
        var community = await CommunityAsync();
        var content = Content();
        var request = (await RequestAsync(community.User(), content)).Read(Model.SandboxUploadReply);
        var fields = new Dictionary<string, string>(request.Fields!) { [field] = value };

        var reply = await SendAsync(community, request with { Fields = fields }, content);

        Assert.True((int)reply.Status is 400 or 403, reply.ToString());
    }

    [Fact]
    public async Task Upload_NoForm_IsRefused()
    {
        var server = await servers.GetAsync(engine);
        var nobody = server.With(null);

        (await nobody.PostAsync("/api/jobs/sandbox/content", "{}")).MustBe(HttpStatusCode.BadRequest);
        using var empty = new MultipartFormDataContent { { new StringContent("x"), "pfn" } };
        (await nobody.SendAsync(HttpMethod.Post, "/api/jobs/sandbox/content", empty)).MustBe(HttpStatusCode.BadRequest);
        using var noise = new StringContent("--x\r\nContent-Disposition: nonsense\r\n\r\n", Encoding.ASCII);
        noise.Headers.Remove("Content-Type");
        noise.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        Assert.InRange((int)(await nobody.SendAsync(HttpMethod.Post, "/api/jobs/sandbox/content", noise)).Status, 400, 499);
    }

    [Fact]
    public async Task Download_ExpiredOrForgedSignature_IsRefused()
    {
        var community = await CommunityAsync();
        var name = await UploadAsync(community.User(), Content());
        var expired = community.Server.Services.GetRequiredService<UrlSigner>().Sign("sandbox-download", name, TimeSpan.FromSeconds(-1));
        var upload = community.Server.Services.GetRequiredService<UrlSigner>().Sign("sandbox-upload", name, TimeSpan.FromMinutes(1));

        foreach (var signature in new[] { expired, upload, "x", "" })
        {
            var reply = await community.Server.With(null).GetAsync($"/api/jobs/sandbox/content?pfn={Uri.EscapeDataString(name)}&signature={Uri.EscapeDataString(signature)}");
            Assert.True((int)reply.Status is 400 or 403, reply.ToString());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("SB:ProductionSandboxSE|/S3/sandboxes/../../etc/passwd")]
    [InlineData("SB:ProductionSandboxSE|/S3/sandboxes/vo/..%2f/ann/sha256:aa.tar.zst")]
    [InlineData("SB:|/S3/x")]
    public async Task Download_BadName_IsRefused(string name)
    {
        var community = await CommunityAsync();

        (await community.User().GetAsync($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(name)}")).MustBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Download_SomebodyElses_IsRefusedAndOfAnotherVoDoesNotExist()
    {
        var community = await CommunityAsync();
        var name = await UploadAsync(community.User(), Content());
        var path = $"/api/jobs/sandbox?pfn={Uri.EscapeDataString(name)}";

        (await community.User("eve").GetAsync(path)).MustBe(HttpStatusCode.Forbidden);
        (await community.Administrator().GetAsync(path)).MustBe(HttpStatusCode.OK);
        (await new Community(community.Server).Administrator().GetAsync(path)).MustBe(HttpStatusCode.NotFound);
        (await community.Pilot("p1").GetAsync(path)).MustBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Job_WithSandboxes_PilotFetchesInputAndBringsOutput()
    {
        var community = await CommunityAsync();
        var input = await UploadAsync(community.User(), Content());
        var id = (await community.WaitingAsync(1, $$"""[ Executable = "/bin/true"; InputSandbox = {"{{input}}"}; ]"""))[0];
        var pilot = community.Pilot("p1");
        var job = (await pilot.MatchAsync(Community.Offer(wait: 20)))!;

        Assert.Equal(1, await community.Server.CountAsync("SandboxMetadataDB", "sb_EntityMapping", $"EntityId = 'Job:{id}' AND Type = 'Input'"));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {id} AND PilotStamp = 'p1' AND EndedMs IS NULL"));
        Assert.NotEmpty((await DownloadAsync(pilot, input)).Text);
        var output = await UploadAsync(pilot, Content(), $"?job_id={id}");
        await pilot.ReportAsync(Reports.End(job, 1, "Done") with { OutputSandbox = output });

        Assert.Contains("/ann/", output, StringComparison.Ordinal);
        var both = (await community.User().GetAsync($"/api/jobs/{id}/sandbox")).Json;
        Assert.Equal(input.Split('|')[1], both["Input"]![0]!.ToString());
        Assert.Equal(output.Split('|')[1], both["Output"]![0]!.ToString());
        Assert.NotEmpty((await DownloadAsync(community.User(), output)).Text);
        (await pilot.GetAsync($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(input)}")).MustBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Upload_ByAPilotForAJobItDoesNotHold_IsRefused()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        (await RequestAsync(community.Pilot("p1"), Content(), $"?job_id={id}")).MustBe(HttpStatusCode.Forbidden);
        (await RequestAsync(community.Pilot("p1"), Content())).MustBe(HttpStatusCode.BadRequest);
        (await RequestAsync(community.Pilot("p1"), Content(), "?job_id=x")).MustBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Submit_SandboxOfSomebodyElseOrNobody_FailsTheJobWithTheReason()
    {
        var community = await CommunityAsync();
        var foreign = await UploadAsync(community.User("eve"), Content());
        var missing = foreign.Replace("/eve/", "/ann/", StringComparison.Ordinal);
        var user = community.User();

        var ids = await user.SubmitAsync([.. new[] { foreign, missing, "SB:nonsense" }.Select(name => $"[ Executable = \"/bin/true\"; InputSandbox = {{\"{name}\"}}; ]")]);
        foreach (var id in ids) await user.BecomesAsync(id, "Failed");

        Assert.Contains("belongs to eve", (await user.DescribeAsync(ids[0])).Reason, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await user.DescribeAsync(ids[1])).Reason, StringComparison.Ordinal);
        Assert.Contains("not the name of a sandbox", (await user.DescribeAsync(ids[2])).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_UnassignedOrOld_AreRemovedAndUsedOnesStay()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var used = await UploadAsync(user, Content());
        var fresh = await UploadAsync(user, Content());
        var old = await UploadAsync(user, Content());
        var released = await UploadAsync(user, Content());
        await community.WaitingAsync(1, $$"""[ Executable = "/bin/true"; InputSandbox = {"{{used}}"}; ]""");
        var id = (await community.WaitingAsync(1, $$"""[ Executable = "/bin/true"; InputSandbox = {"{{released}}"}; ]"""))[0];
        (await user.DeleteAsync($"/api/jobs/{id}/sandbox")).MustBe(HttpStatusCode.OK);
        foreach (var name in new[] { used, old })
        {
            await community.Server.ExecuteAsync("SandboxMetadataDB", $"UPDATE {{sb_SandBoxes}} SET RegistrationTime = '2025-01-01 00:00:00' WHERE SEPFN = '{name.Split('|')[1]}'");
        }

        await community.Server.ExecuteAsync("SandboxMetadataDB", $"UPDATE {{sb_SandBoxes}} SET LastAccessTime = '2025-01-01 00:00:00' WHERE SEPFN LIKE '/S3/sandboxes/{community.Vo}/%'");

        await community.Server.StartRoundAsync(new SandboxRound());
        await Eventually.SeeAsync(
            () => community.Server.CountAsync("SandboxMetadataDB", "sb_SandBoxes", $"SEPFN LIKE '/S3/sandboxes/{community.Vo}/%'"), count => count == 2, "The cleaning");
        await Eventually.SeeAsync(() => Task.FromResult(Files(community)), count => count == 2, "The removal of the files");

        Assert.Equal(HttpStatusCode.OK, (await DownloadAsync(user, used)).Status);
        Assert.Equal(HttpStatusCode.OK, (await DownloadAsync(user, fresh)).Status);
        (await user.GetAsync($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(old)}")).MustBe(HttpStatusCode.NotFound);
        Assert.Equal(released, await UploadAsync(user, _last!));
    }

    [Fact]
    public async Task Assign_ByHand_ListsAndUnassignsInBulk()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var name = await UploadAsync(user, Content());
        var id = (await community.WaitingAsync())[0];

        Assert.Equal("[null]", (await user.GetAsync($"/api/jobs/{id}/sandbox/output")).Text);
        (await user.PatchAsync($"/api/jobs/{id}/sandbox/output", $"\"{name}\"")).MustBe(HttpStatusCode.OK);
        (await user.PatchAsync($"/api/jobs/{id}/sandbox/output", $"\"{name}\"")).MustBe(HttpStatusCode.OK);
        Assert.Equal($"[\"{name.Split('|')[1]}\"]", (await user.GetAsync($"/api/jobs/{id}/sandbox/output")).Text);
        (await user.PostAsync("/api/jobs/sandbox/unassign", $$"""{"job_ids":[{{id}}]}""")).MustBe(HttpStatusCode.NoContent);
        Assert.Equal("[null]", (await user.GetAsync($"/api/jobs/{id}/sandbox/output")).Text);
        (await user.GetAsync($"/api/jobs/{id}/sandbox/both")).MustBe(HttpStatusCode.UnprocessableEntity);
        (await user.PatchAsync($"/api/jobs/{id}/sandbox/output", "\"SB:x|/y\"")).MustBe(HttpStatusCode.UnprocessableEntity);
    }

    private byte[]? _last;

    private byte[] Content() => _last = Encoding.ASCII.GetBytes(Unique.Name($"content {Guid.NewGuid()} "));

    private static string Sha(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static int Files(Community community) =>
        Directory.EnumerateFiles(Path.Combine(community.Server.Sandboxes, community.Vo), "*", SearchOption.AllDirectories).Count();

    private static Task<Reply> RequestAsync(Session session, byte[] content, string query = "") => session.PostAsync(
        $"/api/jobs/sandbox{query}", $$"""{"checksum_algorithm":"sha256","checksum":"{{Sha(content)}}","size":{{content.Length}},"format":"tar.zst"}""");

    private async Task<string> UploadAsync(Session session, byte[] content, string query = "")
    {
        var request = (await RequestAsync(session, content, query)).Read(Model.SandboxUploadReply);
        (await SendAsync(await CommunityAsync(), request, content)).MustBe(HttpStatusCode.NoContent);
        return request.Pfn;
    }

    private static async Task<Reply> SendAsync(Community community, SandboxUploadReply request, byte[] content)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in request.Fields!) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(content), "file", "sandbox");
        return await community.Server.With(null).SendAsync(HttpMethod.Post, request.Url!, form);
    }

    private static async Task<Reply> DownloadAsync(Session session, string name)
    {
        var reply = await session.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/jobs/sandbox?pfn={Uri.EscapeDataString(name)}"));
        return await session.GetAsync(reply.Read(Model.SandboxDownloadReply).Url);
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
