namespace Dirac.Model.Configuration;

/// <summary>Options that a section leaves to the sections around it.</summary>
public static class CfgLevels
{
    /// <summary>An option of the innermost section that gives it: trimmed; null when none does, or when all that do leave it empty.</summary>
    /// <param name="levels">The sections, the innermost first.</param>
    /// <param name="option">Name of the option.</param>
    public static string? Inherited(this IReadOnlyList<CfgSection> levels, string option) =>
        levels.Select(level => level.GetOption(option)?.Trim()).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
