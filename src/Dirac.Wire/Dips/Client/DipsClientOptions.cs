namespace Dirac.Wire.Dips.Client;

/// <summary>How the client's side of dips behaves.</summary>
public sealed record DipsClientOptions : DipsOptions
{
    /// <summary>Whether what follows a proposal is sent with it, which saves a round trip. True by default; not done when it is large,
    /// nor with <see cref="Delegate"/>, since a gateway would take it for the delegated chain.</summary>
    public bool IsPipelined { get; init; } = true;

    /// <summary>Signs a gateway's certificate request: PEM in, the chain of the new proxy in PEM out. Null, the default, fails such a request.</summary>
    public Func<string, CancellationToken, Task<string>>? Delegate { get; init; }
}
