namespace Dirac.Cli.LegacyNames.Options;

/// <summary>A command line that was understood.</summary>
/// <param name="Switches">Long names of the options and their values, in order; the value is empty for those without one.</param>
/// <param name="Arguments">The other words.</param>
internal sealed record LegacyLine(IReadOnlyList<(string Name, string Value)> Switches, IReadOnlyList<string> Arguments)
{
    /// <summary>The last value of an option; null when it was not given.</summary>
    /// <param name="name">Its long name.</param>
    public string? Value(string name) => Switches.LastOrDefault(option => option.Name == name).Value;

    /// <summary>Every value of an option, in order.</summary>
    /// <param name="name">Its long name.</param>
    public IEnumerable<string> Values(string name) => Switches.Where(option => option.Name == name).Select(option => option.Value);

    /// <summary>Whether an option was given.</summary>
    /// <param name="name">Its long name.</param>
    public bool Has(string name) => Switches.Any(option => option.Name == name);
}
