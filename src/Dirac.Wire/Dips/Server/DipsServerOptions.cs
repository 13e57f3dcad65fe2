namespace Dirac.Wire.Dips.Server;

/// <summary>What the server's side of dips limits.</summary>
public sealed record DipsServerOptions : DipsOptions
{
    /// <summary>Default of <see cref="MaxProposalBytes"/>. Proposals should stay below 1,024 bytes, which real servers do not insist on.</summary>
    public const int DefaultMaxProposalBytes = 16 * 1024;

    /// <summary>Default of <see cref="ProposalTimeout"/>.</summary>
    public static readonly TimeSpan DefaultProposalTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a proposal's payload. Until it is decided on, nobody knows whether the client may do anything at all.</summary>
    public int MaxProposalBytes { get; init; } = DefaultMaxProposalBytes;

    /// <summary>How long a client has for its whole proposal, after TLS.</summary>
    public TimeSpan ProposalTimeout { get; init; } = DefaultProposalTimeout;
}
