using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dirac.IdentityProvider;

/// <summary>Answers in JSON, well formed or not.</summary>
internal static class Answers
{
    private const int Endless = 8 * 1024 * 1024;

    public static Task WriteAsync(HttpContext context, TestIdentityProvider provider, JsonObject answer, int status = StatusCodes.Status200OK)
    {
        var text = answer.ToJsonString();
        if (provider.Misbehaviour.HasFlag(Misbehaviour.Endless)) text = text.Insert(1, new string(' ', Endless));
        if (provider.Misbehaviour.HasFlag(Misbehaviour.Torn)) text = text[..(text.Length / 2)];
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, TestIdentityProvider provider, string error, string description, int status = StatusCodes.Status400BadRequest) =>
        WriteAsync(context, provider, new JsonObject { ["error"] = error, ["error_description"] = description }, status);
}
