using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Replies in the shapes of the REST surface.</summary>
public static class ApiResults
{
    /// <summary>A JSON body.</summary>
    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => Results.Json(value, type, statusCode: status);

    /// <summary>A body that is JSON already, UTF-8.</summary>
    public static IResult Json(ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK) => new JsonBytes(json, status);

    /// <summary>The reply's header with the cursor of the next page; absent on the last one.</summary>
    public const string NextCursorHeader = "Dirac-Next-Cursor";

    /// <summary>The reply's header that says <c>at-least</c> when the number in Content-Range is not exact.</summary>
    public const string TotalHeader = "Dirac-Total";

    /// <summary>One page of rows: 200 when it is all there is, 206 when there is more, 416 when it lies beyond the end; the last two with Content-Range.</summary>
    /// <param name="rows">The rows of this page: a JSON list, UTF-8.</param>
    /// <param name="count">How many are in it.</param>
    /// <param name="paging">Which page it is.</param>
    /// <param name="total">Rows in all pages.</param>
    /// <param name="unit">What is counted: jobs, pilots.</param>
    /// <param name="next">The cursor of the next page, told in <see cref="NextCursorHeader"/> and Link; null when there is none.</param>
    public static IResult Page(ReadOnlyMemory<byte> rows, int count, Paging paging, RowTotal total, string unit, string? next)
    {
        if (paging.After is null && paging.Page > 1 && count == 0 && !(paging.Offset < total.Rows))
            return new PageResult(OutOfRange(paging, total, unit), total.Rows is { } known ? Range(null, known, unit) : null, total, null);
        var isAll = paging.After is null && next is null && total is { IsExact: true } && count == total.Rows;
        return isAll
            ? Json(rows)
            : new PageResult(Json(rows, StatusCodes.Status206PartialContent), RangeOf(count, paging, total, unit), total, next is null ? null : (next, paging.PerPage));
    }

    // Behind a cursor nobody knows the place of a row. The page may be empty although rows were counted: they went away in between.
    private static string? RangeOf(int rows, Paging paging, RowTotal total, string unit) => total.Rows is not { } number
        ? null
        : Range(paging.After is null && rows > 0 ? (paging.Offset, paging.Offset + rows - 1) : null, number, unit);

    private static string Range((long First, long Last)? rows, long total, string unit) => rows is var (first, last)
        ? string.Create(CultureInfo.InvariantCulture, $"{unit} {first}-{last}/{total}")
        : string.Create(CultureInfo.InvariantCulture, $"{unit} */{total}");

    private static IResult OutOfRange(Paging paging, RowTotal total, string unit) => Json(
        new Model.Api.ErrorReply($"There is no page {paging.Page}{(total.Rows is { } rows ? $": there are {rows} {unit}" : "")}.", nameof(ErrorCode.BadRequest), "Ask for an earlier page."),
        Model.Api.ModelJsonContext.Default.ErrorReply,
        StatusCodes.Status416RangeNotSatisfiable);

    private sealed class JsonBytes(ReadOnlyMemory<byte> json, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json; charset=utf-8", json.Length);
            return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }

    private sealed class PageResult(IResult inner, string? range, RowTotal total, (string Cursor, int PerPage)? next) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var (request, headers) = (httpContext.Request, httpContext.Response.Headers);
            if (range is not null)
                headers.ContentRange = range;
            if (total is { Rows: not null, IsExact: false })
                headers[TotalHeader] = "at-least";
            if (next is var (cursor, perPage))
            {
                headers[NextCursorHeader] = cursor;
                headers.Link = string.Create(CultureInfo.InvariantCulture, $"<{request.PathBase}{request.Path}?{Paging.AfterName}={cursor}&per_page={perPage}>; rel=\"next\"");
            }

            return inner.ExecuteAsync(httpContext);
        }
    }
}
