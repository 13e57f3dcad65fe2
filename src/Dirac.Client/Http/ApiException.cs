using System.Net;
using Dirac.Model.Api;

namespace Dirac.Client.Http;

/// <summary>The server understood the request and refused it. Retrying helps only for status 429 and 503.</summary>
public sealed class ApiException : Exception
{
    /// <summary>Creates the exception for a refused request.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="reply">What the server said.</param>
    public ApiException(HttpStatusCode status, ErrorReply reply)
        : base(reply.Detail)
    {
        Status = status;
        Reply = reply;
    }

    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What the server said.</summary>
    public ErrorReply Reply { get; }
}
