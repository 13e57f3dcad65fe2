using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>What a caller finds who should not: one of another VO, one without the properties, one without a token.</summary>
[Collection(nameof(ApiServer))]
public sealed class IsolationTests(ApiServer server)
{
    // What belongs to nobody, or to the caller, or is the installation's own.
    private static readonly string[] Common =
    [
        "auth_userinfo", "auth_browser_link", "config_serve_config", "jobs_initiate_sandbox_upload", "jobs_get_sandbox_space", "jobs_submit_jdl_jobs", "rss_get_storage_status",
        "rss_get_compute_status", "rss_get_site_status", "rss_get_fts_status", "rss_list_statuses", "rss_get_history", "rss_list_downtimes", "sites_explain", "sites_show_direction", "jobs_create_operation",
    ];

    // As docs/user/how-to/use-dirac-from-a-job.md says: looking, sandboxes, and notes about the own job.
    private static readonly string[] OpenToPayloads =
    [
        "auth_userinfo", "config_serve_config", "jobs_assign_sandbox_to_job", "jobs_get_job", "jobs_get_job_attributes", "jobs_get_job_input_data", "jobs_get_job_jdl", "jobs_get_job_logging",
        "jobs_get_job_parameters", "jobs_get_job_sandbox", "jobs_get_job_sandboxes", "jobs_get_jobs_attributes", "jobs_get_jobs_parameters", "jobs_get_sandbox_file",
        "jobs_initiate_sandbox_upload", "jobs_search", "jobs_set_jobs_parameters", "jobs_summary",
    ];

    [Theory]
    [InlineData("foreigner")]
    [InlineData("foreign-administrator")]
    public async Task Routes_WithSubjectsOfAnotherVo_AnswerThatThereIsNothing(string by)
    {
        var faults = new List<string>();
        foreach (var operation in ApiOperation.Of(server.Document).Where(operation => operation.IsTried && operation.Rule != "nothing" && !Common.Contains((string?)operation.Node["operationId"])))
        {
            var answer = await server.SendAsync(operation.Method, operation.Target(), by, operation.BodyExample?.ToJsonString());
            if (!IsNothing(answer)) faults.Add($"{operation}: {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 200)]}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Routes_WithARule_RefuseWhoHasNoToken()
    {
        foreach (var operation in ApiOperation.Of(server.Document).Where(operation => operation.Rule != "nothing"))
        {
            var answer = await server.SendAsync(operation.Method, operation.Target(), "nobody", operation.BodyExample?.ToJsonString());
            Assert.True(answer.Status == 401, $"{operation}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Routes_WithAPayloadsToken_AreTheseAndNoOthers()
    {
        var open = new List<string>();
        foreach (var operation in ApiOperation.Of(server.Document).Where(operation => operation.Rule != "nothing"))
        {
            var answer = await server.SendAsync(operation.Method, operation.Target(), "payload", operation.BodyExample?.ToJsonString());
            if (answer.Status != 403 || !answer.Text.Contains("whatever its owner may do", StringComparison.Ordinal)) open.Add((string)operation.Node["operationId"]!);
        }

        Assert.Equal(OpenToPayloads, open.Order(StringComparer.Ordinal));
    }

    private static bool IsNothing(ApiAnswer answer) => answer.Status switch
    {
        401 or 403 or 404 or 409 => true,
        400 => answer.Body?["detail"] is not null,
        _ => IsEmpty(answer.Body),
    };

    private static bool IsEmpty(JsonNode? body) => body switch
    {
        JsonArray list => list.Count == 0,
        JsonObject found when found["success"] is JsonObject success => success.Count == 0,
        JsonObject found when found["rows"] is JsonArray rows => rows.Count == 0,
        JsonObject found => found.All(member => member.Value is null || IsEmptyValue(member.Value)),
        _ => false,
    };

    private static bool IsEmptyValue(JsonNode value) => value is JsonArray { Count: 0 } or JsonObject { Count: 0 } || value is JsonValue number && number.ToString() is "0" or "false" or "true";
}
