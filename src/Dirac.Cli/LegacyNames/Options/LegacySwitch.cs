namespace Dirac.Cli.LegacyNames.Options;

/// <summary>One option of a command.</summary>
/// <param name="Short">One letter; empty when it has only a long name.</param>
/// <param name="Long">Long name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="TakesValue">Whether a value follows.</param>
internal sealed record LegacySwitch(string Short, string Long, string Description, bool TakesValue = true)
{
    /// <summary>Those every command has.</summary>
    public static IReadOnlyList<LegacySwitch> General { get; } =
    [
        new("o", "option", "A value of the configuration; taken, but without effect"),
        new("s", "section", "Section that relative options start from; taken, but without effect"),
        new("c", "cert", "Whether to call with a host certificate; taken, but without effect"),
        new("d", "debug", "More words; taken, but without effect", TakesValue: false),
        new("", "cfg", "One more configuration file; taken, but without effect"),
        new("", "license", "Show the licence", TakesValue: false),
        new("h", "help", "Show this help", TakesValue: false),
    ];
}
