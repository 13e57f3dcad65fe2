using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Dirac.Workload.Tests.Support;

/// <summary>An answer of the server, read to its end.</summary>
internal sealed record Reply(HttpStatusCode Status, string Text, string? ContentRange)
{
    /// <summary>The cursor of the next page; null on the last one.</summary>
    public string? Next { get; private init; }

    /// <summary>What is said about the total besides its number.</summary>
    public string? TotalNote { get; private init; }

    /// <summary>Addresses that belong to it.</summary>
    public string? Link { get; private init; }

    /// <summary>The body as JSON; throws when it is none.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Reads a body of a good answer.</summary>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        Assert.True((int)Status is >= 200 and < 300, ToString());
        return JsonSerializer.Deserialize(Text, type)!;
    }

    /// <summary>Requires a refusal in DIRAC's form: a sentence, a code, no trace of the inside.</summary>
    public Reply MustBe(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{status} was expected. {this}");
        return this;
    }

    /// <summary>The jobs that a submission made.</summary>
    public IReadOnlyList<long> Jobs() => [.. Json.AsArray().Select(job => (long)job!["JobID"]!)];

    /// <summary>The sentence of a refusal.</summary>
    public string Detail => Json["detail"]!.ToString();

    public override string ToString() => $"{(int)Status}: {(Text.Length > 600 ? Text[..600] : Text)}";

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var range = response.Content.Headers.TryGetValues("Content-Range", out var values) ? string.Join(',', values) : null;
        return new Reply(response.StatusCode, text, range) { Next = Header("Dirac-Next-Cursor"), TotalNote = Header("Dirac-Total"), Link = Header("Link") };

        string? Header(string name) => response.Headers.TryGetValues(name, out var found) ? string.Join(',', found) : null;
    }
}
