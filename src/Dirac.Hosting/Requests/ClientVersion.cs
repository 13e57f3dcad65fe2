using System.Globalization;
using System.Text.RegularExpressions;

namespace Dirac.Hosting.Requests;

/// <summary>How far a release is, earliest first, as Python's packages order them.</summary>
internal enum ClientStage
{
    Development,
    Alpha,
    Beta,
    Candidate,
    Final,
}

/// <summary>A version as Python's packages write it (PEP 440), as far as order against a release needs it.</summary>
internal sealed partial record ClientVersion(IReadOnlyList<int> Release, ClientStage Stage, int StageNumber) : IComparable<ClientVersion>
{
    public static bool TryParse(string text, out ClientVersion version)
    {
        version = new ClientVersion([], ClientStage.Development, 0);
        var match = Pattern().Match(text);
        if (!match.Success || text.Length > 100)
            return false;

        var release = new List<int>();
        foreach (var part in match.Groups["release"].Value.Split('.'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            release.Add(number);
        }

        _ = int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var stageNumber);
        version = new ClientVersion(release, StageOf(match), stageNumber);
        return true;
    }

    public int CompareTo(ClientVersion? other)
    {
        if (other is null)
            return 1;
        for (var i = 0; i < Math.Max(Release.Count, other.Release.Count); i++)
        {
            var order = Release.ElementAtOrDefault(i).CompareTo(other.Release.ElementAtOrDefault(i));
            if (order != 0)
                return order;
        }

        var stage = Stage.CompareTo(other.Stage);
        return stage != 0 ? stage : StageNumber.CompareTo(other.StageNumber);
    }

    public override string ToString() => $"{string.Join('.', Release)}{(Stage == ClientStage.Final ? "" : $"{char.ToLowerInvariant(Stage.ToString()[0])}{StageNumber}")}";

    private static ClientStage StageOf(Match match) => match.Groups["stage"].Value.ToLowerInvariant() switch
    {
        "a" or "alpha" => ClientStage.Alpha,
        "b" or "beta" => ClientStage.Beta,
        "c" or "rc" or "pre" or "preview" => ClientStage.Candidate,
        _ => match.Groups["dev"].Success ? ClientStage.Development : ClientStage.Final,
    };

    [GeneratedRegex(
        @"^\s*v?(?:\d{1,9}!)?(?<release>\d{1,9}(?:\.\d{1,9})*)(?:[-_.]?(?<stage>a|alpha|b|beta|c|rc|pre|preview)[-_.]?(?<number>\d{1,9})?)?(?:(?:-\d{1,9})|(?:[-_.]?(?:post|rev|r)[-_.]?\d*))?(?:[-_.]?(?<dev>dev)[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
