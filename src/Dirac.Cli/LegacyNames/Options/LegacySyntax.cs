namespace Dirac.Cli.LegacyNames.Options;

/// <summary>What a command understands.</summary>
/// <param name="Name">The name it is called by.</param>
/// <param name="Description">What it does.</param>
internal sealed record LegacySyntax(string Name, string Description)
{
    /// <summary>Its options beside those every command has.</summary>
    public IReadOnlyList<LegacySwitch> Switches { get; init; } = [];

    /// <summary>Its words.</summary>
    public IReadOnlyList<LegacyArgument> Arguments { get; init; } = [];

    /// <summary>How its words are shown where help tells how to call it; null makes that of <see cref="Arguments"/>.</summary>
    public string? Usage { get; init; }

    /// <summary>All its options, the general ones first.</summary>
    public IEnumerable<LegacySwitch> All => LegacySwitch.General.Concat(Switches);
}
