using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class VerbMatrixSqlite(Servers servers) : VerbMatrixContract(servers, Engine.Sqlite);

public sealed class VerbMatrixMySql(Servers servers) : VerbMatrixContract(servers, Engine.MySql);

/// <summary>Every operation on many jobs, with every kind of number that is no good, and from everybody who might ask.</summary>
public abstract class VerbMatrixContract(Servers servers, Engine engine)
{
    private const long Missing = 3_999_999_998;

    /// <summary>Method, path, and the part of a body for one job: an element of <c>job_ids</c> or a member of a map.</summary>
    private static readonly (string Name, string Method, string Path, string? Value, bool AllOrNone)[] Verbs =
    [
        ("kill", "POST", "/api/jobs/kill", null, false),
        ("delete", "POST", "/api/jobs/delete", null, false),
        ("reschedule", "POST", "/api/jobs/reschedule", null, false),
        ("remove", "POST", "/api/jobs/remove", null, false),
        ("confirm", "POST", "/api/jobs/confirm", null, true),
        ("attributes", "PATCH", "/api/jobs/attributes", """{"JobGroup":"matrix"}""", false),
        ("parameters", "PATCH", "/api/jobs/parameters", """{"Matrix":"x"}""", false),
        ("status", "PATCH", "/api/jobs/status", """{"2026-01-01T00:00:00Z":{"ApplicationStatus":"matrix"}}""", false),
        ("read attributes", "POST", "/api/jobs/attributes", null, false),
        ("read parameters", "POST", "/api/jobs/parameters", null, false),
        ("sandboxes", "POST", "/api/jobs/sandbox/list", null, false),
    ];

    public static TheoryData<string, string> BadIds()
    {
        var data = new TheoryData<string, string>();
        foreach (var verb in Verbs)
        {
            foreach (var kind in new[] { "missing", "zero", "negative", "enormous", "of another VO", "of somebody else" }) data.Add(verb.Name, kind);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BadIds))]
    public async Task BulkOperation_WithABadId_TellsItAndDoesTheRest(string name, string kind)
    {
        var verb = Verbs.Single(verb => verb.Name == name);
        var community = await CommunityAsync();
        var good = (await community.WaitingAsync())[0];
        if (name == "confirm") await SetAsync(community, good, "Submitting");
        var bad = kind switch
        {
            "missing" => Missing,
            "zero" => 0,
            "negative" => -5,
            "enormous" => long.MaxValue,
            "of another VO" => (await new Community(community.Server).WaitingAsync())[0],
            _ => (await community.User("eve").SubmitAsync(Community.Simple))[0],
        };

        var reply = await SendAsync(community.User(), verb, bad, good, bad);

        var (success, failed) = Outcome(reply);
        if (kind == "of somebody else" && name.StartsWith("read", StringComparison.Ordinal))
        {
            Assert.Equal([good, bad], success.Order());
            return;
        }

        Assert.Equal(verb.AllOrNone ? [] : [good], success);
        Assert.Equal(verb.AllOrNone ? new[] { bad, good }.Order() : [bad], failed.Keys.Order());
        Assert.Contains(kind == "of somebody else" ? "belongs to eve" : "does not exist", failed[bad], StringComparison.Ordinal);
    }

    [Fact]
    public async Task BulkOperation_MoreThanALimit_IsRefusedWithAdviceAndChangesNothing()
    {
        var community = await CommunityAsync();
        var good = (await community.WaitingAsync())[0];
        var million = $$"""{"job_ids":[{{good}}{{string.Concat(Enumerable.Range(0, 1_000_000).Select(index => $",{Missing - index}"))}}]}""";
        foreach (var verb in Verbs.Where(verb => verb.Value is null))
        {
            var reply = (await SendAsync(community.User(), verb.Method, verb.Path, million)).MustBe(HttpStatusCode.RequestEntityTooLarge);
            Assert.Contains("at most 100000", reply.Detail, StringComparison.Ordinal);
        }

        foreach (var verb in Verbs.Where(verb => verb.Value is not null))
        {
            var body = $"{{\"{good}\":{verb.Value}{string.Concat(Enumerable.Range(0, 10_000).Select(index => $",\"{Missing - index}\":{verb.Value}"))}}}";
            var reply = (await SendAsync(community.User(), verb.Method, verb.Path, body)).MustBe(HttpStatusCode.RequestEntityTooLarge);
            Assert.Contains("at most 10000", reply.Detail, StringComparison.Ordinal);
        }

        Assert.Equal("Waiting", await community.User().StatusAsync(good));
    }

    [Fact]
    public async Task BulkOperation_TwentyThousandIds_IsDoneInOneCall()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        var list = string.Join(',', Enumerable.Range(0, 20_000).Select(index => Missing - index).Concat(ids).Concat(ids));

        var (success, failed) = Outcome(await SendAsync(community.User(), "POST", "/api/jobs/kill", $$"""{"job_ids":[{{list}}]}"""));

        Assert.Equal(ids, success.Order());
        Assert.Equal(20_000, failed.Count);
        Assert.Equal("Killed", await community.User().StatusAsync(ids[2]));
    }

    // Who may do what to a job of ann's: domain rules 8.3. Confirming and submitting are for users. Beginning the count of reschedulings anew is for owners, too, as with DiracX.
    [Theory]
    [InlineData("owner", "kill delete reschedule reset remove attributes parameters status read sandboxes submit confirm")]
    [InlineData("owner in another group", "kill delete reschedule reset remove attributes parameters status read sandboxes submit confirm")]
    [InlineData("somebody of the group", "read submit")]
    [InlineData("somebody of the group with JobSharing", "kill delete reschedule reset remove attributes parameters status read sandboxes submit confirm")]
    [InlineData("somebody of another group with JobSharing", "read submit")]
    [InlineData("JobAdministrator", "kill delete reschedule reset remove attributes parameters status read sandboxes")]
    [InlineData("JobMonitor", "read sandboxes")]
    [InlineData("GenericPilot", "reschedule read")]
    [InlineData("Operator", "")]
    [InlineData("nobody", "")]
    public async Task Policy_RoleAndVerb_AllowsWhatDiracAllows(string role, string allowed)
    {
        var community = await CommunityAsync();
        var may = allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var session = As(community, role);
        var all = Verbs.Append(("reset", "POST", "/api/jobs/reschedule?reset_jobs=true", null, false));
        foreach (var verb in all.Where(verb => verb.Name != "read parameters"))
        {
            var id = (await community.User().SubmitAsync(Community.Simple))[0];
            await SetAsync(community, id, verb.Name == "confirm" ? "Submitting" : "Failed");
            if (verb.Name == "kill") await SetAsync(community, id, "Running");

            var reply = await SendAsync(session, verb, id);

            var done = reply.Status == HttpStatusCode.OK && Outcome(reply).Success.Contains(id);
            var name = verb.Name == "read attributes" ? "read" : verb.Name;
            Assert.True(done == may.Contains(name), $"{role} {verb.Name}: {reply}");
        }

        Assert.Equal(may.Contains("submit"), (await session.TrySubmitAsync(Community.Simple)).Status == HttpStatusCode.Created);
    }

    private static Session As(Community community, string role)
    {
        var group = $"{community.Vo}_user";
        Session Person(string name, string of, params string[] properties) =>
            community.Server.As(new UserIdentity(name, community.Vo, of, new PropertySet(properties)));

        return role switch
        {
            "owner" => community.User(),
            "owner in another group" => Person("ann", $"{community.Vo}_other", DiracProperties.NormalUser),
            "somebody of the group" => community.User("eve"),
            "somebody of the group with JobSharing" => Person("eve", group, DiracProperties.NormalUser, DiracProperties.JobSharing),
            "somebody of another group with JobSharing" => Person("eve", $"{community.Vo}_other", DiracProperties.NormalUser, DiracProperties.JobSharing),
            "JobAdministrator" => community.Administrator(),
            "JobMonitor" => Person("mon", group, DiracProperties.JobMonitor),
            "GenericPilot" => community.Pilot("p9"),
            "Operator" => Person("oper", group, DiracProperties.Operator),
            _ => Person("eve", group),
        };
    }

    private static Task SetAsync(Community community, long id, string status) =>
        community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = '{status}' WHERE JobID = {id}");

    private static Task<Reply> SendAsync(Session session, (string Name, string Method, string Path, string? Value, bool AllOrNone) verb, params long[] ids) =>
        SendAsync(
            session,
            verb.Method,
            verb.Path,
            verb.Value is null
                ? $$"""{"job_ids":[{{string.Join(',', ids)}}]}"""
                : $"{{{string.Join(',', ids.Distinct().Select(id => $"\"{id}\":{verb.Value}"))}}}");

    private static Task<Reply> SendAsync(Session session, string method, string path, string body) =>
        session.SendAsync(new HttpMethod(method), path, new StringContent(body, Encoding.UTF8, "application/json"));

    // Where nothing succeeded some routes answer with an error that carries the outcome.
    private static (IReadOnlyList<long> Success, IReadOnlyDictionary<long, string> Failed) Outcome(Reply reply)
    {
        var outcome = reply.Json["success"] is null ? reply.Json["detail"]! : reply.Json;
        Assert.True(outcome is JsonObject, reply.ToString());
        return (
            [.. outcome["success"]!.AsObject().Select(job => Id(job.Key))],
            outcome["failed"]!.AsObject().ToDictionary(job => Id(job.Key), job => job.Value!["detail"]!.ToString()));
    }

    private static long Id(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
