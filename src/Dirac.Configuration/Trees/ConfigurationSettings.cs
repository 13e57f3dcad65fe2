using System.Globalization;
using Dirac.Model.Configuration;

namespace Dirac.Configuration.Trees;

/// <summary>How this process deals with configurations, read from the tree in force. Pure.</summary>
/// <remarks>An option that cannot be read counts as absent: a mistake in a commit must not end the means to mend it.</remarks>
internal sealed class ConfigurationSettings(CfgSection root)
{
    private const int RefreshDefault = 300;
    private const int GraceDefault = 600;
    private const int ShortestSeconds = 1;
    private const int LongestSeconds = 24 * 3600;

    public string Name => root.GetOption(ConfigurationPaths.Name, "");

    public bool MergesByItself => root.GetBool(ConfigurationPaths.EnableAutoMerge);

    public bool Publishes => !IsOff(ConfigurationPaths.AutoPublish);

    public bool PushesToSlaves => !IsOff(ConfigurationPaths.AutoSlaveSync);

    public TimeSpan RefreshTime => Seconds(ConfigurationPaths.RefreshTime, RefreshDefault);

    public TimeSpan PropagationTime => Seconds(ConfigurationPaths.PropagationTime, RefreshDefault);

    public TimeSpan SlavesGraceTime => Seconds(ConfigurationPaths.SlavesGraceTime, GraceDefault);

    private bool IsOff(string path) => root.GetOption(path, "").ToUpperInvariant() is "NO" or "FALSE" or "N";

    private TimeSpan Seconds(string path, int fallback) => TimeSpan.FromSeconds(
        int.TryParse(root.GetOption(path), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= ShortestSeconds and <= LongestSeconds ? seconds : fallback);
}
