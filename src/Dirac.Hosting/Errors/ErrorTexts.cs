using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Hosting.Errors;

/// <summary>Makes the bodies of refusals, with all that they say in one text as well.</summary>
internal static class ErrorTexts
{
    /// <summary>A refusal.</summary>
    /// <param name="detail">What is wrong, one sentence.</param>
    /// <param name="code">Its code.</param>
    /// <param name="advice">What to do; null when nothing can be done.</param>
    /// <param name="traceId">Finds the request in the logs; null when nothing was logged.</param>
    public static ErrorReply Reply(string detail, ErrorCode code, string? advice, string? traceId = null) =>
        new(detail, code.ToString(), advice, traceId, advice is null ? detail : $"{detail} {advice}");
}
