using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>The document says what messages and their members mean, in the words of the code.</summary>
[Collection(nameof(ApiServer))]
public sealed class DescriptionTests(ApiServer server)
{
    // What these two say of the server itself is not of Dirac.Model.
    private static readonly string[] Elsewhere = ["ProcessReport", "RefreshTokenInfo"];

    [Fact]
    public void Members_OfAllMessages_AreDescribed()
    {
        var messages = server.Document["components"]!["schemas"]!.AsObject().Where(schema => !Elsewhere.Contains(schema.Key)).ToList();

        Assert.Equal([], messages.Where(schema => schema.Value!["description"] is null).Select(schema => schema.Key));
        Assert.Equal([], messages.SelectMany(Members).Where(member => member.Schema["description"] is null).Select(member => member.Name));
        Assert.True(messages.Count > 100, $"{messages.Count} messages were looked at.");
    }

    [Theory]
    [InlineData("SearchRequest", "parameters", "Columns wanted; null means all.")]
    [InlineData("PilotMetadata", "BenchMark", "HS06 per core.")]
    [InlineData("JobAttempt", "EndTime", null)]
    public void Member_IsDescribedAsInTheCode(string message, string member, string? text)
    {
        var schema = server.Document["components"]!["schemas"]![message]!["properties"]![member]!;

        Assert.NotNull(schema["type"]);
        if (text is not null) Assert.Equal(text, (string?)schema["description"]);
    }

    private static IEnumerable<(string Name, JsonNode Schema)> Members(KeyValuePair<string, JsonNode?> schema) =>
        (schema.Value!["properties"]?.AsObject() ?? []).Select(member => ($"{schema.Key}.{member.Key}", member.Value!));
}
