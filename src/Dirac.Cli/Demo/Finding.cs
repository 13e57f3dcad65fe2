namespace Dirac.Cli.Demo;

/// <summary>What a check of outputs found.</summary>
/// <param name="Good">Whether it is as it should be.</param>
/// <param name="Text">One sentence.</param>
internal sealed record Finding(bool Good, string Text);
