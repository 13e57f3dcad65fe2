using System.Globalization;
using Dirac.Framework.Accounts;
using Dirac.Framework.Login;
using Dirac.Framework.Providers;
using Dirac.Framework.Providers.AccessTokens;
using Dirac.Framework.Proxies;
using Dirac.Framework.Tokens;
using Dirac.Framework.Voms;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Rpc.Https;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Certificates.Proxies;
using Dirac.Tasks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Framework;

/// <summary>The whole surface of this room: custody of proxies, logins with their tokens, identity providers and the accounts of those who come from there.</summary>
public static class FrameworkModule
{
    private const string Agent = "ProxyRenewalAgent";
    private static readonly TimeSpan PurgingTokens = TimeSpan.FromHours(1);
    private static readonly TimeSpan Purging = TimeSpan.FromMinutes(15);

    /// <summary>Registers the service <c>Framework/ProxyManager</c>, its operations and its task. Does no I/O; repeating it changes nothing.</summary>
    /// <param name="services">Persistence, tasks and hosting must be registered too.</param>
    public static IServiceCollection AddFramework(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ProxyDatabase))) return services;
        services.AddSchema(ProxyDatabase.Name, typeof(FrameworkModule).Assembly);
        services.AddGridTls();
        services.TryAddSingleton<ProxyMaker>();
        services.TryAddSingleton<IVomsClient, VomsProxyInit>();
        services.AddSingleton<ProxyDatabase>().AddSingleton<ProxyRegistry>().AddSingleton<ProxyLog>().AddSingleton<ProxyAccess>().AddSingleton<VomsDressing>();
        services.AddSingleton<UploadProxy>().AddSingleton<FindProxy>().AddSingleton<FetchProxy>().AddSingleton<FetchVomsProxy>();
        services.AddSingleton<ListProxies>().AddSingleton<DeleteProxies>();
        services.AddSingleton(provider => new FetchPayloadProxy(
            provider.GetRequiredService<ProxyRegistry>(), provider.GetRequiredService<FindProxy>(), provider.GetRequiredService<FetchProxy>(), provider.GetRequiredService<FetchVomsProxy>(), provider.GetRequiredService<ProxyLog>()));
        services.AddRpcService<ProxyManagerRpc>();
        services.AddTask<PurgeRound, PurgeProxies>(new TaskDefinition("PurgeProxies") { Database = ProxyDatabase.Name, Priority = TaskPriority.Background }, FrameworkJsonContext.Default.PurgeRound);
        services.AddInterval("PurgeProxies", PollingTime, new PurgeRound());
        AddTokens(services);
        LoginModule.Add(services);
        AddProviders(services);
        AddAccounts(services);
        return services;
    }

    /// <summary>Maps the REST routes.</summary>
    /// <param name="routes">Where.</param>
    public static IEndpointRouteBuilder MapFramework(this IEndpointRouteBuilder routes)
    {
        TokenEndpoints.Map(routes);
        LoginModule.Map(routes);
        AccountEndpoints.Map(routes);
        return routes;
    }

    private static void AddTokens(IServiceCollection services)
    {
        services.AddSchema(AuthDatabase.Name, typeof(FrameworkModule).Assembly);
        services.AddOptions<AuthOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AuthDatabase>().AddSingleton<IssueTokens>().AddSingleton<RefreshTokens>().AddSingleton<LegacyExchange>();
        services.AddSingleton<IGrant, RefreshGrant>();
        services.AddSingleton(provider => new OwnerRights(provider.GetRequiredService<EntitledGroups>()));
        services.AddTask<PurgeTokensRound, PurgeTokens>(new TaskDefinition("PurgeTokens") { Database = AuthDatabase.Name, Priority = TaskPriority.Background }, FrameworkJsonContext.Default.PurgeTokensRound);
        services.AddInterval("PurgeTokens", _ => PurgingTokens, new PurgeTokensRound());
    }

    private static void AddProviders(IServiceCollection services)
    {
        services.AddSingleton<ProviderHttp>().AddSingleton<ProviderDocuments>().AddSingleton<ProviderCalls>().AddSingleton<IdentifyPerson>();
        services.TryAddSingleton<IIdentityProviders, IdentityProviders>();
        services.AddSingleton<IForeignTokens, ForeignTokens>();
    }

    // The port IConfigurationChanges is bound by whoever composes the process.
    private static void AddAccounts(IServiceCollection services)
    {
        services.AddSchema(AccountDatabase.Name, typeof(FrameworkModule).Assembly, AccountDatabase.Scripts);
        services.AddSingleton<AccountDatabase>().AddSingleton<NoteRequest>().AddSingleton<DecideRequests>().AddSingleton<EntitledGroups>();
        services.AddSingleton<ReadMembers>().AddSingleton<SyncAccounts>();
        services.AddTask<AccountSyncRound, PlanAccountSync>(Background("PlanAccountSync"), FrameworkJsonContext.Default.AccountSyncRound);
        services.AddTask<AccountSyncVisit, SyncOneVo>(Background("SyncAccounts"), FrameworkJsonContext.Default.AccountSyncVisit);
        services.AddInterval("AccountSync", provider => AccountSyncOptions.Read(provider.GetRequiredService<IConfigurationSnapshots>().Current.Root).Period, new AccountSyncRound());
    }

    private static TaskDefinition Background(string name) => new(name) { Database = AccountDatabase.Name, Priority = TaskPriority.Background };

    // DIRAC's option of the agent that does this there.
    private static TimeSpan PollingTime(IServiceProvider provider)
    {
        var section = SystemSections.Find(provider.GetRequiredService<IConfigurationSnapshots>().Current.Root, "Framework", $"Agents/{Agent}");
        return double.TryParse(section?.GetOption(nameof(PollingTime)), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : Purging;
    }
}
