namespace Dirac.Client.Sandboxes;

/// <summary>What an archive may hold before unpacking it is refused.</summary>
/// <param name="MaxEntries">Files and directories. Default 100,000.</param>
/// <param name="MaxBytes">Bytes of all files together when unpacked. Default 10 GiB.</param>
public sealed record SandboxLimits(int MaxEntries = 100_000, long MaxBytes = 10L << 30);
