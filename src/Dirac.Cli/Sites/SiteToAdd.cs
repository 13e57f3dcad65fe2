using Dirac.Resources.Ssh;

namespace Dirac.Cli.Sites;

/// <summary>A site that somebody wants to use.</summary>
/// <param name="Target">The host; null for this machine.</param>
/// <param name="Partition">Slurm's partition, empty for the default one; null for a host without Slurm.</param>
/// <param name="Wishes">What else was said about it.</param>
internal sealed record SiteToAdd(SshTarget? Target, string? Partition, SiteWishes Wishes);
