using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>Each way to break a program, and each harmless change.</summary>
public sealed class ApiBreaksTests
{
    private const string Before = """
        {
          "paths": {
            "/api/jobs/{id}": {
              "get": {
                "parameters": [
                  { "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } },
                  { "name": "kind", "in": "query", "required": false, "schema": { "type": "string", "enum": ["input", "output"] } }
                ],
                "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Job" } } } }, "404": { "description": "" } }
              },
              "post": {
                "requestBody": { "required": false, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Change" } } } },
                "responses": { "204": { "description": "" } }
              }
            }
          },
          "components": {
            "schemas": {
              "Job": {
                "type": "object", "required": ["id", "tags"],
                "properties": { "id": { "type": "integer" }, "tags": { "type": "array", "items": { "type": "string" } }, "next": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Job" }] } }
              },
              "Change": {
                "type": "object", "required": ["name"],
                "properties": { "name": { "type": "string" }, "note": { "type": "string", "nullable": true }, "values": { "type": "object", "additionalProperties": { "type": "integer" } } }
              }
            }
          }
        }
        """;

    [Theory]
    [InlineData("\"/api/jobs/{id}\"", "\"/api/job/{id}\"", "get /api/jobs/{id}: removed")]
    [InlineData("\"post\": {", "\"put\": {", "post /api/jobs/{id}: removed")]
    [InlineData("\"204\"", "\"200\"", "post /api/jobs/{id}: status 204 removed")]
    [InlineData("\"id\": { \"type\": \"integer\" }, ", "", "get /api/jobs/{id}: 200.id removed")]
    [InlineData("\"id\": { \"type\": \"integer\" }, ", "\"id\": { \"type\": \"string\" }, ", "get /api/jobs/{id}: 200.id is string")]
    [InlineData("\"id\": { \"type\": \"integer\" }, ", "\"id\": { \"type\": \"integer\", \"nullable\": true }, ", "get /api/jobs/{id}: 200.id may be null")]
    [InlineData("\"items\": { \"type\": \"string\" }", "\"items\": { \"type\": \"integer\" }", "get /api/jobs/{id}: 200.tags[] is integer")]
    [InlineData("[\"id\", \"tags\"]", "[\"id\"]", "get /api/jobs/{id}: 200.tags may be missing")]
    [InlineData("[\"name\"]", "[\"name\", \"note\"]", "post /api/jobs/{id}: body.note is required")]
    [InlineData("\"name\": { \"type\": \"string\" }", "\"name\": { \"type\": \"integer\" }", "post /api/jobs/{id}: body.name takes integer only")]
    [InlineData("\"type\": \"string\", \"nullable\": true", "\"type\": \"string\"", "post /api/jobs/{id}: body.note takes no null")]
    [InlineData("\"additionalProperties\": { \"type\": \"integer\" }", "\"additionalProperties\": { \"type\": \"string\" }", "post /api/jobs/{id}: body.values.* takes string only")]
    [InlineData("\"requestBody\": { \"required\": false", "\"requestBody\": { \"required\": true", "post /api/jobs/{id}: a body is required")]
    [InlineData("[\"input\", \"output\"]", "[\"input\"]", "get /api/jobs/{id}: query kind: the word output removed")]
    [InlineData("\"name\": \"kind\", \"in\": \"query\", \"required\": false", "\"name\": \"kind\", \"in\": \"query\", \"required\": true", "get /api/jobs/{id}: query kind is required")]
    [InlineData("\"name\": \"kind\", \"in\": \"query\", ", "\"name\": \"sort\", \"in\": \"query\", ", "get /api/jobs/{id}: query kind removed")]
    public void Find_OfABreak_NamesIt(string before, string after, string expected) => Assert.Contains(expected, Breaks(before, after));

    [Theory]
    [InlineData("\"404\": { \"description\": \"\" }", "\"409\": { \"description\": \"\" }")]
    [InlineData("\"id\": { \"type\": \"integer\" }, ", "\"id\": { \"type\": \"integer\" }, \"site\": { \"type\": \"string\" }, ")]
    [InlineData("\"note\": {", "\"more\": { \"type\": \"string\" }, \"note\": {")]
    [InlineData("[\"input\", \"output\"]", "[\"input\", \"output\", \"both\"]")]
    [InlineData("[\"name\"]", "[]")]
    [InlineData("\"name\": { \"type\": \"string\" }", "\"name\": { \"type\": \"string\", \"nullable\": true }")]
    public void Find_OfAHarmlessChange_FindsNothing(string before, string after) => Assert.Empty(Breaks(before, after));

    private static IReadOnlyList<string> Breaks(string before, string after)
    {
        Assert.Contains(before, Before, StringComparison.Ordinal);
        return ApiBreaks.Find(JsonNode.Parse(Before)!.AsObject(), JsonNode.Parse(Before.Replace(before, after, StringComparison.Ordinal))!.AsObject());
    }
}
