namespace Dirac.Framework.Providers;

/// <summary>The identity providers of the VOs, where people log in. Thread-safe.</summary>
internal interface IIdentityProviders
{
    /// <summary>Whether the configuration names a provider for <paramref name="vo"/>.</summary>
    bool Has(string vo);

    /// <summary>The address to which a browser is sent to log in.</summary>
    /// <param name="visit">What the provider gets to know, and what is needed to read its answer.</param>
    /// <param name="cancellationToken">Ends the work; the provider may have to be asked for its addresses.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable: the provider does not answer; BadConfiguration: it cannot be used as it is described.</exception>
    Task<Uri> BeginAsync(ProviderVisit visit, CancellationToken cancellationToken);

    /// <summary>Finds out who has logged in, by the code that the browser brought back.</summary>
    /// <param name="visit">As given to <see cref="BeginAsync"/>.</param>
    /// <param name="code">The provider's code.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable: the provider does not answer.</exception>
    Task<ProviderAnswer> CompleteAsync(ProviderVisit visit, string code, CancellationToken cancellationToken);
}
