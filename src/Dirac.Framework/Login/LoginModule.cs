using Dirac.Framework.Login.Browser;
using Dirac.Framework.Login.Code;
using Dirac.Framework.Login.Device;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Login.Redirects;
using Dirac.Framework.Tokens;
using Dirac.Hosting.Access;
using Dirac.Security.Tokens;
using Dirac.Tasks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Framework.Login;

/// <summary>Logging in: the device flow, the authorization code flow, their pages and the task that forgets old logins.</summary>
internal static class LoginModule
{
    private const string Purge = "PurgeLogins";
    private static readonly TimeSpan Purging = TimeSpan.FromMinutes(15);

    /// <summary>Registers the services.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => new FlowSeal(KeysOf(provider.GetRequiredService<KeyRing>()), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BrowserTickets>().AddSingleton<VisitProvider>().AddSingleton<CompleteVisit>();
        services.AddSingleton<LoginWays>().AddSingleton<LocalSession>().AddSingleton<PublicAddress>().AddSingleton<LoginRights>().AddSingleton<LoginConsent>().AddSingleton<GiveTokens>();
        services.AddSingleton<CodeGuesses>().AddSingleton<DeviceLogins>().AddSingleton<DevicePages>();
        services.AddSingleton<AuthorizationLogins>().AddSingleton<AuthorizePages>().AddSingleton<IOriginSource, PortalOrigins>();
        services.AddSingleton<IGrant, DeviceCodeGrant>().AddSingleton<IGrant, AuthorizationCodeGrant>();
        services.AddTask<PurgeFlowsRound, PurgeFlows>(new TaskDefinition(Purge) { Database = AuthDatabase.Name, Priority = TaskPriority.Background }, FrameworkJsonContext.Default.PurgeFlowsRound);
        services.AddInterval(Purge, _ => Purging, new PurgeFlowsRound());
    }

    // The ring is asked each time: its keys can be replaced.
    private static Func<IReadOnlyList<byte[]>> KeysOf(KeyRing ring) => () => ring.Current.DeriveKeys(FlowSeal.Purpose);

    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        DeviceEndpoints.Map(routes);
        AuthorizeEndpoints.Map(routes);
    }
}
