using System.Text.Json.Nodes;

namespace Dirac.Benchmarks;

/// <summary>What a benchmark found, in the order in which it is to be read.</summary>
internal sealed class Figures
{
    private readonly JsonObject _values = [];

    /// <summary>Adds a number, rounded to three digits after the point.</summary>
    public void Add(string key, double value) => _values[key] = Math.Round(value, 3);

    /// <summary>Adds a whole number.</summary>
    public void Add(string key, int value) => _values[key] = value;

    /// <summary>Adds a text.</summary>
    public void Add(string key, string value) => _values[key] = value;

    /// <summary>A number that was added before.</summary>
    public double Number(string key) => _values[key]!.GetValue<double>();

    /// <summary>One line of JSON.</summary>
    public override string ToString() => _values.ToJsonString();

    /// <summary>One line for each figure.</summary>
    public IEnumerable<string> Lines() => _values.Select(figure => $"  {figure.Key,-22} {figure.Value}");

    /// <summary>The value below which <paramref name="percent"/> of <paramref name="values"/> lie.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100) - 1, 0, sorted.Length - 1)];
    }
}
