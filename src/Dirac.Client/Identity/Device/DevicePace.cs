namespace Dirac.Client.Identity.Device;

/// <summary>When to ask again whether a login is allowed (RFC 8628 §3.5). Pure.</summary>
internal static class DevicePace
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slower = TimeSpan.FromSeconds(5);

    /// <summary>The first pause; the server may ask for none.</summary>
    public static TimeSpan First(int seconds) => TimeSpan.FromSeconds(seconds) is var pause && pause > Least ? pause : Least;

    /// <summary>The pause after a refusal; null when it is final.</summary>
    public static TimeSpan? After(TokenAnswer.Refused answer, TimeSpan pause) => answer.Error switch
    {
        "authorization_pending" => pause,
        "slow_down" => pause + Slower,
        _ => null,
    };

    /// <summary>The pause after a question that was not answered.</summary>
    public static TimeSpan AfterSilence(TimeSpan pause) => pause + Slower;
}
