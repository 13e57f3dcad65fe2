namespace Dirac.Model.Errors;

/// <summary>DIRAC's error numbers, and our own names for failures that DIRAC has no number for.</summary>
/// <remarks>Numbers below 10,000 are DIRAC's (DErrno) and travel as <c>Errno</c>; others never leave the REST surface.</remarks>
public enum ErrorCode
{
    /// <summary>Nothing more specific is known.</summary>
    Unknown = 0,

    /// <summary>A job description that cannot be understood or breaks a rule (EWMSJDL).</summary>
    BadJobDescription = 1501,

    /// <summary>The payload or wrapper asks for another try elsewhere (EWMSRESC).</summary>
    RescheduleRequested = 1502,

    /// <summary>The submission as a whole was refused (EWMSSUBM).</summary>
    SubmissionRefused = 1503,

    /// <summary>An operation on a job was refused (EWMSJMAN).</summary>
    JobManagement = 1504,

    /// <summary>No waiting job fits the offered resource (EWMSNOMATCH).</summary>
    NoMatch = 1510,

    /// <summary>The pilot's version is not one the installation accepts (EWMSPLTVER).</summary>
    PilotVersion = 1511,

    /// <summary>No such pilot (EWMSNOPILOT).</summary>
    NoPilot = 1550,

    /// <summary>The request is not understood: malformed body, unknown column, absurd paging.</summary>
    BadRequest = 10_400,

    /// <summary>No valid credential came with the request.</summary>
    NotAuthenticated = 10_401,

    /// <summary>The caller is known but may not do this.</summary>
    NotAuthorized = 10_403,

    /// <summary>The thing named in the request does not exist for this caller.</summary>
    NotFound = 10_404,

    /// <summary>The question costs more than one question may; a narrower one helps.</summary>
    TooCostly = 10_408,

    /// <summary>The state of the thing does not allow the request, or it exists already.</summary>
    Conflict = 10_409,

    /// <summary>The pilot was ordered to stop: it gets no more jobs.</summary>
    PilotStopped = 10_410,

    /// <summary>The body or one of its parts is larger than allowed.</summary>
    TooLarge = 10_413,

    /// <summary>Too many attempts in a short time; waiting helps.</summary>
    TooManyRequests = 10_429,

    /// <summary>The server's or client's own configuration is not usable; nothing starts until it is mended.</summary>
    BadConfiguration = 10_500,

    /// <summary>The server cannot answer now; trying again later helps.</summary>
    Unavailable = 10_503,
}
