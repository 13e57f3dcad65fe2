using Dirac.Pilot.Attempts;

namespace Dirac.Pilot.Payloads;

/// <summary>Where a payload's credentials come from: its owner's limited proxy, or a token that acts for the owner.</summary>
/// <remarks>
/// A source asks on behalf of an attempt that this pilot holds: the server gives an owner's credentials to nobody else. A proxy it brings is limited,
/// with the owner's group (and VOMS attributes where the VO has them), private key included, and is valid for longer than until <c>RenewAt</c>.
/// Implementations are thread-safe.
/// </remarks>
internal interface IPayloadCredentials
{
    /// <summary>What a payload starts with while the server cannot be reached, until it can; null when it must not start without.</summary>
    PayloadCredentials? Meanwhile { get; }

    /// <summary>Gets credentials for an attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">They cannot be had; Unavailable when asking again may help.</exception>
    Task<PayloadCredentials> FetchAsync(Attempt attempt, CancellationToken cancellationToken);
}
