namespace Dirac.Hosting.OpenApi;

/// <summary>Who makes the call of a route's example.</summary>
public enum ExampleCaller
{
    /// <summary>A user in the usual group of the VO.</summary>
    User,

    /// <summary>A user in the administrators' group.</summary>
    Administrator,

    /// <summary>A pilot that has logged in with its secret.</summary>
    Pilot,

    /// <summary>Somebody without a token.</summary>
    Nobody,
}
