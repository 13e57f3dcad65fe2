namespace Dirac.Security.Certificates.Validation;

/// <summary>How strictly chains are judged where sites differ.</summary>
public sealed record ChainValidationOptions
{
    /// <summary>Whose certificates are judged.</summary>
    /// <value>Those of clients, proxies included.</value>
    public ChainPurpose Purpose { get; init; } = ChainPurpose.Clients;

    /// <summary>Whether an authority without a revocation list is refused.</summary>
    /// <value>False: DIRAC's own services look at no lists at all, and not every authority publishes one.</value>
    public bool RequireRevocationList { get; init; }

    /// <summary>Whether a revocation list past its nextUpdate is still used instead of refusing all certificates of its authority.</summary>
    /// <value>False: a list that is no longer renewed says nothing about what was revoked since. Serials on it are refused in any case.</value>
    public bool AcceptExpiredRevocationList { get; init; }

    /// <summary>The most proxies below a user's certificate.</summary>
    /// <value>20.</value>
    public int MostProxies { get; init; } = 20;

    /// <summary>For how long an accepted user's certificate need not be chained to its authority again; zero for always.</summary>
    /// <value>Five minutes. Never beyond its own end, its revocation lists' or a change of the authorities.</value>
    public TimeSpan RememberFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a whole accepted chain, proxies included, need not be judged again when exactly the same is sent; zero for always.</summary>
    /// <value>Five minutes, with the same bounds.</value>
    public TimeSpan RememberChainsFor { get; init; } = TimeSpan.FromMinutes(5);
}
