using System.Text.RegularExpressions;
using Dirac.Model.Configuration;

namespace Dirac.Workload.Rpc.Matching;

/// <summary>Says whether an installation takes pilots of a version (Operations <c>Pilot/CheckVersion</c>, <c>Version</c>, <c>Project</c>). Pure.</summary>
internal static partial class PilotVersions
{
    /// <summary>Why the pilot is not taken; null when it is.</summary>
    public static string? Refusal(CfgSection operations, PilotResource pilot)
    {
        if (!operations.GetBool("/Pilot/CheckVersion", true)) return null;
        if (pilot.Version is not { } version) return "Version check requested and not provided by Pilot";
        var valid = operations.GetList("/Pilot/Version");
        if (valid.Count > 0 && !valid.Select(Normal).Contains(Normal(version), StringComparer.Ordinal))
        {
            return $"Pilot version does not match the production version: {version} not in ( {string.Join(',', valid)} )";
        }

        var project = operations.GetOption("/Pilot/Project", "");
        return project.Length == 0 || project == pilot.Project
            ? null
            : $"Version check requested but expected project {project} {(pilot.Project is null ? "not received" : $"!= received {pilot.Project}")}";
    }

    // v8r0p3-pre1, 8.0.3a1 and 8.0.3-pre1 are one version.
    private static string Normal(string version) => OldForm().Match(version) is { Success: true } match
        ? $"{match.Groups[1].Value}.{match.Groups[2].Value}.{(match.Groups[3].Success ? match.Groups[3].Value : "0")}{(match.Groups[4].Success ? $"a{match.Groups[4].Value}" : "")}"
        : version;

    [GeneratedRegex(@"^v?([0-9]+)[r.]([0-9]+)(?:[p.]([0-9]+))?(?:(?:-pre|a)?([0-9]+))?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OldForm();
}
