using System.Text.RegularExpressions;

namespace Dirac.Pilot.Hosting;

/// <summary>Takes out of log lines what must not leave the node: the pilot's secret, and anything that looks like a token.</summary>
internal static partial class LogSecrets
{
    private const string Hidden = "***";

    /// <summary>The line without secrets.</summary>
    internal static string Hide(string line, string secret)
    {
        var plain = line.Contains(secret, StringComparison.Ordinal) ? line.Replace(secret, Hidden, StringComparison.Ordinal) : line;
        return plain.Contains("eyJ", StringComparison.Ordinal) ? Token().Replace(plain, Hidden) : plain;
    }

    // Compiled at build: an engine that reads patterns would make the pilot's file 4 % larger. No part of it can be matched in two ways, and lines are short.
    [GeneratedRegex(@"eyJ[\w-]{5,}\.[\w-]+\.[\w-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
