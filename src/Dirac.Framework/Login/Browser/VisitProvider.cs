using Dirac.Framework.Providers;
using Dirac.Security.Local;

namespace Dirac.Framework.Login.Browser;

/// <summary>Sends a browser to its VO's provider and reads what it brings back.</summary>
internal sealed class VisitProvider(IIdentityProviders providers, FlowSeal seal)
{
    /// <summary>The address at the provider.</summary>
    /// <param name="ticket">The login, as it was asked for; its step becomes the visit.</param>
    /// <param name="callback">Our address that the browser comes back to.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable, BadConfiguration: the provider cannot be used.</exception>
    public async Task<string> BeginAsync(FlowTicket ticket, Uri callback, CancellationToken cancellationToken)
    {
        var visit = ticket with { Step = FlowStepName.Visit, Verifier = RandomText.Create(), Nonce = RandomText.Create() };
        return (await providers.BeginAsync(VisitOf(visit, callback, seal.Close(visit)), cancellationToken)).AbsoluteUri;
    }

    /// <summary>Who came back.</summary>
    /// <param name="ticket">The ticket of the visit.</param>
    /// <param name="callback">As given to <see cref="BeginAsync"/>.</param>
    /// <param name="state">The ticket as it came back.</param>
    /// <param name="code">The provider's code.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable: the provider does not answer.</exception>
    public Task<ProviderAnswer> CompleteAsync(FlowTicket ticket, Uri callback, string state, string code, CancellationToken cancellationToken) =>
        providers.CompleteAsync(VisitOf(ticket, callback, state), code, cancellationToken);

    private static ProviderVisit VisitOf(FlowTicket ticket, Uri callback, string state) => new(ticket.Vo, callback, state, ticket.Verifier!, ticket.Nonce!);
}
