using System.Net;
using Dirac.Client.Http;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Hosting;

/// <summary>Tells failures that pass from refusals that stay.</summary>
internal static class ServerTrouble
{
    /// <summary>Whether trying again later helps: the server is away, overloaded, broken in the middle of an answer, or has not renewed our token yet.</summary>
    internal static bool Passes(Exception error) => error switch
    {
        DiracException dirac => dirac.Code == ErrorCode.Unavailable,
        ApiException api => (int)api.Status >= 500 || api.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout,
        HttpRequestException or IOException or System.Text.Json.JsonException => true,
        _ => false,
    };
}
