namespace Dirac.Configuration.Peers;

/// <summary>What a configuration server answers to whoever names a version.</summary>
/// <param name="NewestVersion">The server's version.</param>
/// <param name="Data">Its tree, packed; null when the version named is not older.</param>
internal sealed record NewerConfiguration(string NewestVersion, ReadOnlyMemory<byte>? Data);
