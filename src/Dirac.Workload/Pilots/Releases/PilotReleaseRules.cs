using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Workload.Pilots.Releases;

/// <summary>Chooses the pilot for a VO, site and computing element (Operations <c>Pilot</c>). Pure.</summary>
/// <remarks>
/// Each option is looked for in <c>Pilot/Sites/SITE/CEs/CE</c>, then <c>Pilot/Sites/SITE</c>, then <c>Pilot</c>; first in the VO's section of Operations,
/// in all three places, then in Defaults. An option that is there and empty counts: it takes back what is written further out.
/// </remarks>
internal static class PilotReleaseRules
{
    private const int LongestVersion = 64;

    /// <summary>Chooses.</summary>
    /// <param name="root">The whole configuration.</param>
    /// <param name="vo">The VO.</param>
    /// <param name="site">The site.</param>
    /// <param name="ce">The computing element.</param>
    /// <param name="stamp">The pilot's stamp: the same one always gets the same answer.</param>
    /// <exception cref="DiracException">An option makes no sense (BadRequest).</exception>
    public static PilotRelease Resolve(CfgSection root, string vo, string site, string ce, string stamp)
    {
        var sections = Sections(root, vo, site, ce).ToList();
        var canary = Version("CanaryVersion", Option("CanaryVersion"));
        var isCanary = canary is not null && IsChosen(stamp, Share(Option("CanaryShare")));
        // compat: DIRAC's Version lists all that are accepted; the first is the one to send.
        return new PilotRelease(isCanary ? canary : Version("Version", List("Version") is [var first, ..] ? first : null), isCanary)
        {
            Project = Option("Project") is { Length: > 0 } project ? project : null,
            Extensions = List("Extensions"),
            Tags = List("Tags"),
            Arguments = (Option("ExtraPilotOptions") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        };

        string? Option(string name) => sections.Select(section => section.GetOption(name)).FirstOrDefault(value => value is not null)?.Trim();
        IReadOnlyList<string> List(string name) => sections.FirstOrDefault(section => section.GetOption(name) is not null)?.GetList(name) ?? [];
    }

    /// <summary>Whether a stamp is among the share on trial; a stamp that is stays in it when the share grows.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="share">0 to 1.</param>
    public static bool IsChosen(string stamp, double share)
    {
        var hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)));
        // 53 bits: every such number is a double, and less than 1.
        return (hash >> 11) * (1.0 / (1UL << 53)) < share;
    }

    private static IEnumerable<CfgSection> Sections(CfgSection root, string vo, string site, string ce) =>
        from owner in (string[])[vo, "Defaults"]
        from place in (string[])[$"/Sites/{site}/CEs/{ce}", $"/Sites/{site}", ""]
        let section = root.GetSection($"/Operations/{owner}/Pilot{place}")
        where section is not null
        select section;

    private static double Share(string? text)
    {
        if (string.IsNullOrEmpty(text)) return 0;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new DiracException(ErrorCode.BadRequest, $"Pilot/CanaryShare must be a number from 0 to 1, not '{text}'.", "Correct it in the configuration.");
    }

    // It becomes the name of a directory.
    private static string? Version(string name, string? version)
    {
        if (string.IsNullOrEmpty(version)) return null;
        return version.Length <= LongestVersion && version[0] != '.' && version.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+')
            ? version
            : throw new DiracException(ErrorCode.BadRequest, $"Pilot/{name} '{version}' cannot be the name of a version.", "Use letters, digits, '.', '-', '_' and '+'.");
    }
}
