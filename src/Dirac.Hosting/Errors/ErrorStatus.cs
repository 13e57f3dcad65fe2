using Dirac.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Errors;

/// <summary>The HTTP status of each error code.</summary>
internal static class ErrorStatus
{
    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.BadJobDescription or ErrorCode.SubmissionRefused or ErrorCode.JobManagement or ErrorCode.BadRequest or ErrorCode.TooCostly => StatusCodes.Status400BadRequest,
        ErrorCode.NotAuthenticated => StatusCodes.Status401Unauthorized,
        ErrorCode.NotAuthorized or ErrorCode.PilotVersion => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound or ErrorCode.NoMatch or ErrorCode.NoPilot => StatusCodes.Status404NotFound,
        ErrorCode.Conflict or ErrorCode.RescheduleRequested => StatusCodes.Status409Conflict,
        ErrorCode.PilotStopped => StatusCodes.Status410Gone,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Seconds after which trying again makes sense; null when it does not.</summary>
    public static int? RetryAfterSeconds(ErrorCode code) => code switch
    {
        ErrorCode.TooManyRequests => 60,
        ErrorCode.Unavailable => 5,
        _ => null,
    };
}
