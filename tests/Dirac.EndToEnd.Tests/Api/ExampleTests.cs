namespace Dirac.EndToEnd.Tests.Api;

/// <summary>What the document says is what the server does.</summary>
[Collection(nameof(ApiServer))]
public sealed class ExampleTests(ApiServer server)
{
    [Fact]
    public async Task Examples_OfEveryRoute_AreAnsweredAsTheDocumentSays()
    {
        var schemas = new SchemaCheck(server.Document);
        var faults = new List<string>();
        foreach (var operation in ApiOperation.Of(server.Document).Where(operation => operation.IsTried))
        {
            var answer = await server.SendAsync(operation.Method, operation.Target(), operation.By!, operation.BodyExample?.ToJsonString());
            faults.AddRange(Faults(operation, answer, schemas).Select(fault => $"{operation} -> {answer.Status}: {fault}. {answer.Text[..Math.Min(answer.Text.Length, 200)]}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Document_EveryRoute_HasNameTagSummaryRuleAndExample()
    {
        var operations = ApiOperation.Of(server.Document);
        var lacking = operations.Where(operation =>
            (string?)operation.Node["operationId"] is not { } id || (string?)operation.Node["tags"]?[0] is not { } tag || !id.StartsWith(tag.Replace('-', '_') + "_", StringComparison.Ordinal) && !id.StartsWith(tag + "_", StringComparison.Ordinal)
            || operation.Node["summary"] is null || operation.Rule.Length == 0 || operation.By is null || operation.BodySchema is not null && operation.BodyExample is null
            || operation.Target().Contains('{', StringComparison.Ordinal));

        Assert.Empty(lacking.Select(operation => operation.ToString()));
        Assert.Equal(operations.Count, operations.Select(operation => (string?)operation.Node["operationId"]).Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> Faults(ApiOperation operation, ApiAnswer answer, SchemaCheck schemas)
    {
        var status = answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (answer.Status is < 200 or > 299 || operation.Node["responses"]![status] is not { } response) return ["not a success that is described"];
        if (response["content"] is null) return answer.Text.Length > 0 ? ["content where none is described"] : [];
        return response["content"]!["application/json"]?["schema"] is { } schema
            ? answer.IsJson ? schemas.Compare(answer.Body, schema) : ["no JSON"]
            : [];
    }
}
