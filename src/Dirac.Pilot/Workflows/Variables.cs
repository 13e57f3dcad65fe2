using System.Text.RegularExpressions;

namespace Dirac.Pilot.Workflows;

/// <summary>The <c>@{NAME}</c> in values. Pure and thread-safe.</summary>
internal static partial class Variables
{
    /// <summary>Longest value; a few variables that name each other could otherwise grow beyond all memory.</summary>
    internal const int MaxLength = 1 << 20;

    private const int MaxRounds = 10;

    /// <summary>The names in a value, in their order, with repetitions.</summary>
    internal static IReadOnlyList<string> Find(string value) =>
        value.Contains("@{", StringComparison.Ordinal) ? [.. Pattern().Matches(value).Select(match => match.Groups[1].Value)] : [];

    /// <summary>Puts a value in place of a name.</summary>
    /// <exception cref="WorkflowFormatException">The value would become too long.</exception>
    internal static string Substitute(string text, string name, string value)
    {
        var variable = $"@{{{name}}}";
        if (Length(text, variable, value) > MaxLength) throw new WorkflowFormatException($"with @{{{name}}} replaced, a value is longer than {MaxLength} characters");
        return text.Replace(variable, value, StringComparison.Ordinal);
    }

    /// <summary>Replaces names by other values of the same set, as far as they are in it.</summary>
    /// <remarks>compat: values that name each other in a circle are left after ten rounds.</remarks>
    internal static void ResolveAmong(Dictionary<string, string> values)
    {
        for (var round = 0; round < MaxRounds && ResolveOnce(values); round++)
        {
            // Values brought in may name others.
        }
    }

    private static bool ResolveOnce(Dictionary<string, string> values)
    {
        var changed = false;
        foreach (var (name, value) in values.ToList())
        {
            foreach (var other in Find(value).Where(values.ContainsKey))
            {
                values[name] = Substitute(values[name], other, values[other]);
                changed = true;
            }
        }

        return changed;
    }

    private static long Length(string text, string variable, string value)
    {
        var count = 0L;
        for (var at = text.IndexOf(variable, StringComparison.Ordinal); at >= 0; at = text.IndexOf(variable, at + variable.Length, StringComparison.Ordinal)) count++;
        return text.Length + (count * (value.Length - variable.Length));
    }

    [GeneratedRegex(@"@\{([\]\[\w,.:$()]+)\}")]
    private static partial Regex Pattern();
}
