using Dirac.Framework.Accounts;
using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Providers;

/// <inheritdoc cref="IIdentityProviders"/>
internal sealed partial class IdentityProviders(
    IConfigurationSnapshots snapshots, ProviderDocuments documents, IdentifyPerson identify, NoteRequest requests, EntitledGroups entitled, ILogger<IdentityProviders> logger) : IIdentityProviders
{
    public bool Has(string vo) => ProviderSection.IsNamed(snapshots.Current.Root, vo);

    public async Task<Uri> BeginAsync(ProviderVisit visit, CancellationToken cancellationToken)
    {
        var settings = Need(visit.Vo);
        return AuthorizationAddress.Make(settings, await documents.MetadataAsync(settings, cancellationToken), visit);
    }

    public async Task<ProviderAnswer> CompleteAsync(ProviderVisit visit, string code, CancellationToken cancellationToken)
    {
        var settings = Need(visit.Vo);
        var (person, reason) = await identify.RunAsync(settings, visit, code, snapshots.Current.Registry, cancellationToken);
        return person is null ? new ProviderAnswer.Refused(reason) : await AnswerAsync(visit.Vo, person, cancellationToken);
    }

    private async Task<ProviderAnswer> AnswerAsync(string vo, PersonClaims person, CancellationToken cancellationToken)
    {
        var snapshot = snapshots.Current;
        switch (new RegisteredSubjects(snapshot.Root, vo).UsersOf(person.Subject))
        {
            case []:
                return new ProviderAnswer.Unknown(await requests.RunAsync(vo, person, cancellationToken));
            case [var user] when snapshot.Registry.IsActive(user, vo):
                await entitled.RememberAsync(vo, user, person, cancellationToken);
                LogKnown(user, vo);
                return new ProviderAnswer.Known(user, person.Subject);
            case [var user]:
                LogSuspended(user, vo);
                return new ProviderAnswer.Refused($"The account {user} is suspended in {vo}. Ask the administrators of {vo}.");
            case var several:
                LogAmbiguous(string.Join(", ", several), vo);
                return new ProviderAnswer.Refused($"Several accounts of {vo} have your name at the provider. Ask the administrators of {vo}.");
        }
    }

    private ProviderSettings Need(string vo) => ProviderSection.Find(snapshots.Current.Root, vo)
        ?? throw new DiracException(ErrorCode.BadConfiguration, "This VO has no identity provider.", "Name one in /Registry/VO/VO/IdProvider.");

    [LoggerMessage(5762, LogLevel.Information, "{User} of {Vo} was recognised by the identity provider")]
    private partial void LogKnown(string user, string vo);

    [LoggerMessage(5763, LogLevel.Warning, "{User}, who is suspended in {Vo}, tried to log in")]
    private partial void LogSuspended(string user, string vo);

    [LoggerMessage(5764, LogLevel.Error, "The accounts {Users} have the same name at the provider of {Vo}; take it from all but one")]
    private partial void LogAmbiguous(string users, string vo);
}
