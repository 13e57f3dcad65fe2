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

    /// <summary>One page of rows: 200 when it is all there is, 206 when there is more, 416 when it lies beyond the end; the last two with Content-Range.</summary>
    /// <param name="rows">The rows of this page.</param>
    /// <param name="type">Their JSON.</param>
    /// <param name="paging">Which page it is.</param>
    /// <param name="total">Rows in all pages.</param>
    /// <param name="unit">What is counted: jobs, pilots.</param>
    public static IResult Page<T>(IReadOnlyList<T> rows, JsonTypeInfo<IReadOnlyList<T>> type, Paging paging, long total, string unit)
    {
        if (paging.Offset >= total && paging.Page > 1)
            return new RangedResult(OutOfRange(paging, total, unit), string.Create(CultureInfo.InvariantCulture, $"{unit} */{total}"));
        if (rows.Count == total)
            return Json(rows, type);

        // The page may be empty although rows were counted: they went away in between.
        var range = rows.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{unit} {paging.Offset}-{paging.Offset + rows.Count - 1}/{total}")
            : string.Create(CultureInfo.InvariantCulture, $"{unit} */{total}");
        return new RangedResult(Json(rows, type, StatusCodes.Status206PartialContent), range);
    }

    private static IResult OutOfRange(Paging paging, long total, string unit) => Json(
        new Model.Api.ErrorReply($"There is no page {paging.Page}: there are {total} {unit}.", nameof(ErrorCode.BadRequest), "Ask for an earlier page."),
        Model.Api.ModelJsonContext.Default.ErrorReply,
        StatusCodes.Status416RangeNotSatisfiable);

    private sealed class RangedResult(IResult inner, string range) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentRange = range;
            return inner.ExecuteAsync(httpContext);
        }
    }
}
