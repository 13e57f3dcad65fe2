using System.Globalization;

namespace Dirac.Pilot.Node;

/// <summary>The memory limit of the control group a process is in, of version 1 or 2.</summary>
internal static class CgroupMemory
{
    // Without a limit version 1 shows the largest number of pages.
    private const long Unlimited = 1L << 60;

    /// <summary>The tightest limit on the way from the process's group to the root.</summary>
    /// <param name="membership">Path of the process's <c>/proc/…/cgroup</c>.</param>
    /// <param name="mount">Where control groups are mounted.</param>
    /// <returns>MB (10⁶ bytes); null without a limit.</returns>
    internal static long? LimitMegabytes(string membership, string mount)
    {
        if (!File.Exists(membership)) return null;
        var limits = File.ReadAllLines(membership).SelectMany(line => line.Split(':', 3) switch
        {
            ["0", "", var path] => Files(mount, path, "memory.max"),
            [_, "memory", var path] => Files(Path.Combine(mount, "memory"), path, "memory.limit_in_bytes"),
            _ => [],
        }).Select(Read).Where(bytes => bytes is > 0 and < Unlimited);
        return limits.Min() / 1_000_000;
    }

    // In a container the path may start from a root that is not mounted here: then only what is there counts.
    private static IEnumerable<string> Files(string root, string path, string name)
    {
        for (var at = path.Trim('/'); ; at = Path.GetDirectoryName(at) ?? "")
        {
            yield return Path.Combine(root, at, name);
            if (at.Length == 0) yield break;
        }
    }

    private static long? Read(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
}
