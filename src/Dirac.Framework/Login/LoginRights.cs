using Dirac.Framework.Accounts;
using Dirac.Framework.Login.Browser;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Configuration;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;

namespace Dirac.Framework.Login;

/// <summary>What may be asked for, and who gets it, by the configuration of the moment.</summary>
internal sealed class LoginRights(IConfigurationSnapshots snapshots, EntitledGroups entitled)
{
    /// <summary>Refuses clients that are not known.</summary>
    /// <exception cref="OAuthException">invalid_client.</exception>
    public static void CheckClient(string clientId)
    {
        if (clientId != TokenEndpoints.ClientId) throw new OAuthException(OAuthError.InvalidClient, $"There is only one client here: {TokenEndpoints.ClientId}.");
    }

    /// <summary>The parts of a scope.</summary>
    /// <exception cref="OAuthException">invalid_scope: it is not understood.</exception>
    public TokenScopes Read(string scope) => TokenScopes.Parse(scope, snapshots.Current.Registry) switch
    {
        ScopeVerdict.Accepted accepted => accepted.Scopes,
        ScopeVerdict.Refused refused => throw new OAuthException(OAuthError.InvalidScope, refused.Reason),
        var other => throw new InvalidOperationException($"There is no verdict {other}."),
    };

    /// <summary>Whether a person gets what a scope asks for.</summary>
    /// <exception cref="OAuthException">invalid_scope: it is not understood any more.</exception>
    public async Task<LoginAnswer> DecideAsync(string scope, LoginPerson person, CancellationToken cancellationToken) => await JudgeAsync(scope, person, cancellationToken) switch
    {
        RightsVerdict.Refused refused => new LoginAnswer.Denied(refused.Reason),
        _ => new LoginAnswer.Granted(person),
    };

    /// <summary>For whom tokens are made.</summary>
    /// <exception cref="OAuthException">invalid_scope; access_denied: the person does not get it (any more).</exception>
    public async Task<UserIdentity> NeedAsync(string scope, LoginPerson person, CancellationToken cancellationToken) => await JudgeAsync(scope, person, cancellationToken) switch
    {
        RightsVerdict.Granted granted => granted.User with { Subject = person.Subject },
        RightsVerdict.Refused refused => throw new OAuthException(OAuthError.AccessDenied, refused.Reason),
        var other => throw new InvalidOperationException($"There is no verdict {other}."),
    };

    /// <summary>The person in the VO of a scope, whatever rights are left.</summary>
    public UserIdentity Anybody(string scope, LoginPerson person) => new(person.UserName, Read(scope).Vo, "", PropertySet.Empty) { Subject = person.Subject };

    private async Task<RightsVerdict> JudgeAsync(string scope, LoginPerson person, CancellationToken cancellationToken)
    {
        var scopes = Read(scope);
        return ScopeRights.Decide(scopes, person.UserName, await entitled.RegistryForAsync(scopes.Vo, person.UserName, cancellationToken));
    }
}
