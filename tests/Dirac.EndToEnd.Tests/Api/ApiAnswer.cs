using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>What a server answered.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body, when it is JSON.</param>
/// <param name="Text">The body as text.</param>
/// <param name="IsJson">Whether it claims to be JSON.</param>
public sealed record ApiAnswer(int Status, JsonNode? Body, string Text, bool IsJson);
