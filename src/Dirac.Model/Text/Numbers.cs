using System.Globalization;

namespace Dirac.Model.Text;

/// <summary>How numbers of things are written for people. Pure.</summary>
public static class Numbers
{
    /// <summary>For example <c>12,345</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For example <c>1 job</c> or <c>12,345 jobs</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="thing">What is counted; its plural has an s.</param>
    public static string Of(long number, string thing) => number == 1 ? $"1 {thing}" : $"{Of(number)} {thing}s";

    /// <summary>For example <c>1 job was</c> or <c>12,345 jobs were</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="thing">What something was done with; its plural has an s.</param>
    public static string Were(long number, string thing) => $"{Of(number, thing)} {(number == 1 ? "was" : "were")}";
}
