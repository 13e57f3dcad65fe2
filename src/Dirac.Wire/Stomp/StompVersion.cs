namespace Dirac.Wire.Stomp;

/// <summary>The versions of STOMP.</summary>
public enum StompVersion
{
    /// <summary>1.0: no heart-beats, no refusals, and headers that cannot hold a line's end.</summary>
    V10,

    /// <summary>1.1.</summary>
    V11,

    /// <summary>1.2.</summary>
    V12,
}

/// <summary>Versions as they are written in headers.</summary>
internal static class StompVersions
{
    public static string Text(this StompVersion version) => version switch
    {
        StompVersion.V12 => "1.2",
        StompVersion.V11 => "1.1",
        _ => "1.0",
    };

    /// <summary>The version called <paramref name="text"/>; null when there is none.</summary>
    public static StompVersion? Find(string text) => Enum.GetValues<StompVersion>().Select(version => (StompVersion?)version).FirstOrDefault(version => version!.Value.Text() == text);
}
