namespace Dirac.Cli.Profiles;

/// <summary>Which server was asked for, at one place: on the command line, or in the environment.</summary>
/// <param name="Profile">A profile, by name.</param>
/// <param name="Url">An address.</param>
/// <param name="Data">A data directory.</param>
internal sealed record ServerWishes(string? Profile, string? Url, string? Data);
