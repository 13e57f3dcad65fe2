using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Requests;

/// <summary>Turns away DiracX clients that are too old for the surface, by the header they send.</summary>
internal sealed class ClientVersionFilter
{
    public const string Header = "DiracX-Client-Version";

    private static readonly ClientVersion Oldest = new([0, 0, 1], ClientStage.Alpha, 1);
    private readonly RequestDelegate _next;

    public ClientVersionFilter(RequestDelegate next) => _next = next;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.TryGetValue(Header, out var text))
        {
            if (!ClientVersion.TryParse(text.ToString(), out var version))
                throw new DiracException(ErrorCode.BadRequest, $"The header {Header} is not a version.", "Send a version such as 0.1.0, or leave the header out.");
            if (version.CompareTo(Oldest) < 0)
                throw new DiracException(ErrorCode.BadRequest, $"This client is too old: the oldest accepted is {Oldest}.", "Update the client.");
        }

        return _next(context);
    }
}
