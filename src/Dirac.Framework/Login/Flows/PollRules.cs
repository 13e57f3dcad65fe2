namespace Dirac.Framework.Login.Flows;

/// <summary>How often a device may ask whether its person has logged in. Pure.</summary>
internal static class PollRules
{
    /// <summary>The interval that devices are told, RFC 8628 §3.2.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromSeconds(5);

    // DiracX's client asks every two seconds, and takes any answer but authorization_pending for the end.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    /// <summary>Whether the device asks again before it should.</summary>
    /// <param name="previous">When it asked before, UTC, cut to whole seconds; null when it did not.</param>
    /// <param name="now">The time, UTC.</param>
    public static bool IsTooFast(DateTime? previous, DateTime now) => previous is { } then && now - then < Least;
}
