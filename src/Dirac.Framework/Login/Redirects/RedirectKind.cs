namespace Dirac.Framework.Login.Redirects;

/// <summary>What an address is to which a client wants its code sent.</summary>
internal enum RedirectKind
{
    /// <summary>Nothing is ever sent there.</summary>
    Refused,

    /// <summary>It stands in the configuration, or is our own portal's.</summary>
    Listed,

    /// <summary>A program on the person's own machine, RFC 8252; which one nobody can know, so the person is asked.</summary>
    Loopback,
}
