using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Reads JSON bodies. Size is limited by the route (16 MiB unless it says otherwise), depth to 64 levels.</summary>
public static class JsonBodies
{
    private const int MostShown = 100;

    /// <summary>Reads the body, which must be there.</summary>
    /// <exception cref="InvalidRequestException">It is missing, no JSON or not of the shape wanted: 422.</exception>
    /// <exception cref="BadHttpRequestException">It is too large: 413.</exception>
    public static async Task<T> ReadJsonAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await request.ReadOptionalJsonAsync(type, cancellationToken)
            ?? throw new InvalidRequestException(new ValidationProblem("missing", ["body"], "A JSON body is required."));

    /// <summary>Reads the body; null when there is none.</summary>
    /// <exception cref="InvalidRequestException">It is no JSON or not of the shape wanted: 422.</exception>
    /// <exception cref="BadHttpRequestException">It is too large: 413.</exception>
    public static async Task<T?> ReadOptionalJsonAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentType is { Length: > 0 } kind && !request.HasJsonContentType())
            throw new InvalidRequestException(new ValidationProblem("value_error", ["header", "Content-Type"], "The body is application/json.", kind.Length <= MostShown ? kind : kind[..MostShown]));

        var first = await request.BodyReader.ReadAsync(cancellationToken);
        var isEmpty = first is { IsCompleted: true, Buffer.IsEmpty: true };
        request.BodyReader.AdvanceTo(first.Buffer.Start);
        if (isEmpty)
            return null;

        try
        {
            return await JsonSerializer.DeserializeAsync(request.BodyReader, type, cancellationToken);
        }
        catch (JsonException failure)
        {
            throw new InvalidRequestException(JsonProblems.Describe(failure));
        }
    }
}
