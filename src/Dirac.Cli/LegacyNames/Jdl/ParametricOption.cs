using System.Globalization;
using System.Text.RegularExpressions;

namespace Dirac.Cli.LegacyNames.Jdl;

/// <summary>What <c>dsub --Parametric</c> makes of one description: a list of values gives one, each loop of numbers one more.</summary>
internal static partial class ParametricOption
{
    private const string Number = @"[-+]?(?:(?:\d*\.)?\d+|\d+\.)(?:[eE][-+]\d+)?";

    /// <summary>The descriptions to submit.</summary>
    /// <param name="ad">The description.</param>
    /// <param name="option">The value of the option: values and loops <c>start:stop[:step[:factor]]</c>, separated by commas; null takes that of the attribute Parametric.</param>
    /// <exception cref="LegacyCrashException">A loop has no end.</exception>
    public static IReadOnlyList<LightAd> Apply(LightAd ad, string? option)
    {
        var text = option is { Length: > 0 } ? option : ad.GetText("Parametric");
        if (text is null) return [ad];

        var parts = text.Split(',').Select(part => (Text: part, Loop: Loop().Match(part))).ToList();
        var values = parts.Where(part => !part.Loop.Success).Select(part => part.Text).ToList();
        var ads = new List<LightAd>();
        if (values.Count > 0)
        {
            var listed = ad.Copy();
            listed.SetTexts("Parameters", values);
            ads.Add(listed);
        }

        ads.AddRange(parts.Where(part => part.Loop.Success).Select(part => WithLoop(ad.Copy(), part.Loop)));
        return ads;
    }

    private static LightAd WithLoop(LightAd ad, Match loop)
    {
        var (start, stop) = (loop.Groups["start"].Value, loop.Groups["stop"].Value);
        var (step, factor) = (loop.Groups["step"] is { Success: true } given ? given.Value : "1", loop.Groups["factor"] is { Success: true } other ? other.Value : "1");
        var whole = IsWhole(start) && IsWhole(stop);
        var count = Count(Read(start), Read(stop), Read(step), Read(factor)) ?? throw new LegacyCrashException($"Error in parametric specification: {start}:{stop}:{step}:{factor}");
        ad.SetText("ParameterStart", Written(start, whole));
        ad.Set("Parameters", count.ToString(CultureInfo.InvariantCulture));
        ad.SetText("ParameterStep", Written(step, IsWhole(step)));
        ad.SetText("ParameterFactor", Written(factor, IsWhole(factor)));
        return ad;
    }

    private static int? Count(double start, double stop, double step, double factor)
    {
        var sign = start < stop ? 1 : -1;
        var count = 0;
        for (var value = start; (value - stop) * sign < 0; count++)
        {
            var next = (value * factor) + step;
            // A loop that goes the wrong way, or not at all, would never end.
            if ((next - value) * sign <= 0) return null;
            value = next;
        }

        return count;
    }

    private static bool IsWhole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static double Read(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // As Python writes the number.
    private static string Written(string text, bool whole)
    {
        if (whole) return long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        var number = Read(text).ToString("R", CultureInfo.InvariantCulture);
        return number.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{number}.0" : number;
    }

    [GeneratedRegex($@"^(?<start>{Number}):(?<stop>{Number})(?::(?<step>{Number})(?::(?<factor>{Number}))?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Loop();
}
