using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dirac.Client.Http;

/// <summary>One REST call: method, path and how to make its body (again, when it is repeated).</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query below the server's address.</param>
public sealed record ApiRequest(HttpMethod Method, string Path)
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    /// <summary>Makes the body; called once for each try.</summary>
    public Func<HttpContent>? CreateContent { get; init; }

    /// <summary>How long the call asks the server to hold it.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Sends no token: signed addresses may lead to another host, which must not see it.</summary>
    public bool Anonymous { get; init; }

    /// <summary>A status that is an answer and not an error, besides 2xx.</summary>
    public HttpStatusCode? AlsoAccept { get; init; }

    /// <summary>Names the request, so that the server knows it when it comes again; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A GET.</summary>
    /// <param name="path">Path and query.</param>
    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);

    /// <summary>A request with a JSON body.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">The body.</param>
    /// <param name="type">How to write it.</param>
    public static ApiRequest WithJson<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return new ApiRequest(method, path)
        {
            CreateContent = () => new ByteArrayContent(bytes) { Headers = { ContentType = JsonType } },
        };
    }

    internal bool Accepts(HttpStatusCode status) => status == AlsoAccept;
}
