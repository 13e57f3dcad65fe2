using System.Globalization;

namespace Dirac.Wire.Stomp.Framing;

/// <summary>What was agreed on at the beginning of a connection.</summary>
/// <param name="Version">The version.</param>
/// <param name="Server">What the broker calls itself; empty when it does not say.</param>
/// <param name="Send">How often the broker wants to hear something; zero for never.</param>
/// <param name="Hear">How often it lets itself be heard; zero for never.</param>
internal sealed record StompLogin(StompVersion Version, string Server, TimeSpan Send, TimeSpan Hear)
{
    public static StompFrame Frame(StompOptions options) => StompFrame.Of(
        "CONNECT",
        ("accept-version", string.Join(',', options.Versions.Order().Select(version => version.Text()))),
        ("host", options.Host),
        ("login", options.Login),
        ("passcode", options.Passcode),
        ("client-id", options.ClientId),
        ("heart-beat", string.Create(CultureInfo.InvariantCulture, $"{options.HeartBeat.TotalMilliseconds:0},{options.HeartBeat.TotalMilliseconds:0}")));

    /// <summary>Reads the broker's answer. Pure.</summary>
    /// <exception cref="StompException">It refuses, or says what cannot be.</exception>
    public static StompLogin Read(StompFrame answer, StompOptions options)
    {
        if (answer.Command == "ERROR") throw new StompException(StompFault.Refused, $"The broker refuses the connection: {answer}");
        if (answer.Command != "CONNECTED") throw new StompException(StompFault.Malformed, $"The broker answers the login with {answer.Command}.");
        var version = StompVersions.Find(answer["version"] ?? "1.0") is { } found && options.Versions.Contains(found)
            ? found
            : throw new StompException(StompFault.Malformed, $"The broker chose version '{answer["version"] ?? "1.0"}', which was not offered.");
        var (sends, wants) = Beats(answer["heart-beat"] ?? "0,0");
        return new StompLogin(version, answer["server"] ?? "", Agreed(options.HeartBeat, wants), Agreed(options.HeartBeat, sends));
    }

    private static TimeSpan Agreed(TimeSpan ours, TimeSpan theirs) => ours == TimeSpan.Zero || theirs == TimeSpan.Zero ? TimeSpan.Zero : ours > theirs ? ours : theirs;

    private static (TimeSpan Sends, TimeSpan Wants) Beats(string text) => text.Split(',') is [var first, var second] && Milliseconds(first) is { } sends && Milliseconds(second) is { } wants
        ? (sends, wants)
        : throw new StompException(StompFault.Malformed, "The broker's heart-beat is not two numbers of milliseconds.");

    private static TimeSpan? Milliseconds(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromMilliseconds(number) : null;
}
