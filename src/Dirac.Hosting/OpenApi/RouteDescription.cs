using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.OpenApi;

/// <summary>What a route says about itself for the OpenAPI document: what it takes, what it answers, and a call that works.</summary>
/// <remarks>Refusals that every route has (no token, wrong rule, body not understood, too many requests) are added by the document; only others are named here.</remarks>
public sealed class RouteDescription
{
    private const string JsonMedia = "application/json";
    private readonly List<RouteParameter> _path = [];
    private readonly List<RouteParameter> _query = [];
    private readonly List<RouteReply> _replies = [];

    internal RouteDescription(string summary) => Summary = summary;

    /// <summary>What the route does, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>Values of the path.</summary>
    public IReadOnlyList<RouteParameter> PathValues => _path;

    /// <summary>Values of the query.</summary>
    public IReadOnlyList<RouteParameter> QueryValues => _query;

    /// <summary>Answers; the first is that of the example.</summary>
    public IReadOnlyList<RouteReply> Replies => _replies;

    /// <summary>The body; null when the route takes none.</summary>
    public RouteBody? Body { get; private set; }

    /// <summary>Who makes the example's call.</summary>
    public ExampleCaller Caller { get; private set; }

    /// <summary>Why nobody can make the example's call as it stands; null when it works.</summary>
    public string? NotTried { get; private set; }

    /// <summary>A value of the path.</summary>
    public RouteDescription Path(string name, string example, string? text = null, params IReadOnlyList<string> words)
    {
        _path.Add(new RouteParameter(name, "string", text, example, words.Count > 0 ? words : null, true));
        return this;
    }

    /// <summary>A whole number of the path, for a route that takes others and says what is wrong with them.</summary>
    public RouteDescription PathNumber(string name, string example)
    {
        _path.Add(new RouteParameter(name, "integer", null, example, null, true));
        return this;
    }

    /// <summary>A text of the query.</summary>
    public RouteDescription Query(string name, string? text = null, string? example = null, bool required = false, params IReadOnlyList<string> words) =>
        Add(new RouteParameter(name, "string", text, example, words.Count > 0 ? words : null, required));

    /// <summary>A whole number of the query.</summary>
    public RouteDescription Number(string name, string? text = null, string? example = null) => Add(new RouteParameter(name, "integer", text, example, null, false));

    /// <summary>A yes or no of the query; no when it is left out.</summary>
    public RouteDescription Flag(string name, string? text = null) => Add(new RouteParameter(name, "boolean", text, null, null, false));

    /// <summary>Texts of the query, given one by one under the same name.</summary>
    public RouteDescription List(string name, string? text = null) => Add(new RouteParameter(name, "array", text, null, null, false));

    /// <summary>The pages of a long answer.</summary>
    public RouteDescription Paged() => Number("page", "Counted from 1.", "1").Number("per_page", "Rows a page, 1 to 10000; 100 when it is left out.", "10")
        .Query("after", "The cursor that came with the page before, in place of a page's number.");

    /// <summary>A JSON body.</summary>
    public RouteDescription Takes<T>(JsonTypeInfo<T> type, string example, bool required = true)
    {
        Body = new RouteBody(JsonMedia, type, null, example, required);
        return this;
    }

    /// <summary>A form: its fields, <c>text</c> or <c>binary</c>.</summary>
    public RouteDescription TakesForm(string mediaType, IReadOnlyDictionary<string, string> fields, string? example = null)
    {
        Body = new RouteBody(mediaType, null, fields, example, true);
        return this;
    }

    /// <summary>An answer in JSON.</summary>
    public RouteDescription Gives<T>(JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string text = "Done.") => Add(new RouteReply(status, text, type, JsonMedia));

    /// <summary>An answer in JSON in whose lists null may stand for a text.</summary>
    public RouteDescription GivesWithHoles<T>(JsonTypeInfo<T> type, string text) => Add(new RouteReply(StatusCodes.Status200OK, text, type, JsonMedia) { HasHoles = true });

    /// <summary>An answer without content, or with content that is no JSON of ours.</summary>
    public RouteDescription Gives(int status, string text = "Done.", string? mediaType = null) => Add(new RouteReply(status, text, null, mediaType));

    /// <summary>The three answers of a search: all rows, some of them, a page beyond the last.</summary>
    public RouteDescription GivesPage<T>(JsonTypeInfo<T> rows) => Paged()
        .Gives(rows, StatusCodes.Status200OK, "All rows there are.")
        .Gives(rows, StatusCodes.Status206PartialContent, "Some of them: Content-Range says which, of how many.")
        .Gives(Model.Api.ModelJsonContext.Default.ErrorReply, StatusCodes.Status416RangeNotSatisfiable, "There is no such page: Content-Range says how many rows there are.");

    /// <summary>An answer that a client may keep: ETag, and 304 when nothing has changed.</summary>
    public RouteDescription Kept() => Gives(StatusCodes.Status304NotModified, "What the client has (If-None-Match, If-Modified-Since) is as new.");

    /// <summary>A refusal that not every route has.</summary>
    public RouteDescription Refuses(int status, string text) => Add(new RouteReply(status, text, Model.Api.ModelJsonContext.Default.ErrorReply, JsonMedia));

    /// <summary>Who makes the example's call; a user when nobody is named.</summary>
    public RouteDescription By(ExampleCaller caller)
    {
        Caller = caller;
        return this;
    }

    /// <summary>Says why the example's call cannot work as it stands, for instance because it holds a secret.</summary>
    public RouteDescription CannotBeTried(string why)
    {
        NotTried = why;
        return this;
    }

    private RouteDescription Add(RouteParameter parameter)
    {
        _query.Add(parameter);
        return this;
    }

    private RouteDescription Add(RouteReply reply)
    {
        _replies.Add(reply);
        return this;
    }
}
