using Dirac.Security.Identities;

namespace Dirac.Workload.Ports;

/// <summary>Where proxies of jobs' owners are kept. The server binds it; without one, nobody has a proxy.</summary>
public interface IOwnerProxies
{
    /// <summary>Whether <paramref name="owner"/> has a proxy here. Asked with every match, so it must be cheap; it may be a minute old.</summary>
    /// <param name="owner">A user name.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<bool> HasAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Signs a request with the owner's proxy. Whether the pilot may ask for it has been decided.</summary>
    /// <param name="pilot">Who gets it.</param>
    /// <param name="owner">The job's owner.</param>
    /// <param name="group">The job's group.</param>
    /// <param name="requestPem">PKCS #10 as PEM.</param>
    /// <param name="lifetime">For how long it is needed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The chain as PEM; limited, without a key.</returns>
    /// <exception cref="Dirac.Model.Errors.DiracException">There is none to be had.</exception>
    Task<string> SignAsync(Caller pilot, string owner, string group, string requestPem, TimeSpan lifetime, CancellationToken cancellationToken);
}
