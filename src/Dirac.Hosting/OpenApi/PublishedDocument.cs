using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dirac.Hosting.Requests;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.OpenApi;

/// <summary>The document of this server and the page made of it; both are made when first asked for and never change.</summary>
internal sealed class PublishedDocument
{
    private readonly Lazy<Forms> _forms;

    public PublishedDocument(ICollection<EndpointDataSource> routes, TimeProvider clock) => _forms = new Lazy<Forms>(() => Write(routes, clock));

    /// <summary>The document, JSON.</summary>
    public byte[] Json => _forms.Value.Json;

    /// <summary>The page, HTML.</summary>
    public string Page => _forms.Value.Page;

    /// <summary>The version of both.</summary>
    public EntityVersion Version => _forms.Value.Version;

    private static Forms Write(ICollection<EndpointDataSource> routes, TimeProvider clock)
    {
        var document = OpenApiDocument.Write(routes.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>());
        var json = Serialize(document);
        return new Forms(json, ApiPage.Render(document), new EntityVersion(Convert.ToHexStringLower(SHA256.HashData(json)), clock.GetUtcNow()));
    }

    private static byte[] Serialize(JsonObject document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }))
            document.WriteTo(writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private sealed record Forms(byte[] Json, string Page, EntityVersion Version);
}
