using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>Generated parameter values: each is the one before times a factor plus a step.</summary>
internal sealed class ParameterSequence
{
    private readonly string _name;
    private readonly Func<int, IEnumerable<string>> _take;

    private ParameterSequence(string name, Func<int, IEnumerable<string>> take)
    {
        _name = name;
        _take = take;
    }

    /// <summary>Reads a sequence; absent parts are start 1, step 0, factor 1. One float makes all values floats.</summary>
    public static ParameterSequence Parse(string name, string? start, string? step, string? factor)
    {
        var (first, by, times) = (start ?? "1", step ?? "0", factor ?? "1");
        if (long.TryParse(first, CultureInfo.InvariantCulture, out var start0)
            && long.TryParse(by, CultureInfo.InvariantCulture, out var step0)
            && long.TryParse(times, CultureInfo.InvariantCulture, out var factor0))
        {
            return new ParameterSequence(name, count => Integers(start0, step0, factor0, count));
        }

        var numbers = (Number(name, first), Number(name, by), Number(name, times));
        return new ParameterSequence(name, count => Floats(numbers, count));
    }

    /// <summary>The first <paramref name="count"/> values.</summary>
    /// <exception cref="DiracException">An integer value leaves the range of 64 bits.</exception>
    public IReadOnlyList<string> Take(int count)
    {
        try
        {
            return [.. _take(count)];
        }
        catch (OverflowException overflow)
        {
            throw new DiracException(
                ErrorCode.BadJobDescription,
                $"The values of {Described(_name)} grow beyond 64-bit integers.",
                "Use a smaller factor or fewer jobs, or list the values.",
                overflow);
        }
    }

    private static IEnumerable<string> Integers(long value, long step, long factor, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return value.ToString(CultureInfo.InvariantCulture);
            if (i + 1 < count) value = checked((value * factor) + step);
        }
    }

    private static IEnumerable<string> Floats((double Start, double Step, double Factor) sequence, int count)
    {
        var value = sequence.Start;
        for (var i = 0; i < count; i++)
        {
            yield return Text(value);
            value = (value * sequence.Factor) + sequence.Step;
        }
    }

    // compat: the texts are Python's, so 1.0 stays 1.0 and 1e-05 has a small e.
    private static string Text(double value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') || !double.IsFinite(value) ? text : text + ".0";
    }

    private static double Number(string name, string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new DiracException(
                ErrorCode.BadJobDescription, $"Start, step and factor of {Described(name)} must be numbers; '{text}' is none.");

    private static string Described(string name) => name.Length == 0 ? "the parameter sequence" : $"the parameter sequence '{name}'";
}
