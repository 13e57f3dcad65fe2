using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Replies with a JSON array of numbers while they are still being found.</summary>
/// <remarks>The first page is there before the reply begins, so that what is wrong with the request is answered properly.</remarks>
internal sealed class IdStream(IAsyncEnumerable<IReadOnlyList<long>> pages) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
        await using var found = pages.GetAsyncEnumerator(cancellationToken);
        var hasPage = await found.MoveNextAsync();
        response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        writer.WriteStartArray();
        for (; hasPage; hasPage = await found.MoveNextAsync())
        {
            foreach (var id in found.Current) writer.WriteNumberValue(id);
            await writer.FlushAsync(cancellationToken);
            await response.BodyWriter.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }
}
