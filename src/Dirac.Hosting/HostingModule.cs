using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Errors;
using Dirac.Hosting.Health;
using Dirac.Hosting.Identity;
using Dirac.Hosting.OpenApi;
using Dirac.Hosting.RateLimits;
using Dirac.Hosting.Requests;
using Dirac.Hosting.Serving;
using Dirac.Hosting.Serving.Https;
using Dirac.Hosting.Telemetry;
using Dirac.Model.Api;
using Dirac.Security.Local;
using Dirac.Security.Tokens;
using Dirac.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting;

/// <summary>Everything a DIRAC server process needs before a system moves in: identity, rules, errors, configuration, health, telemetry.</summary>
public static class HostingModule
{
    /// <summary>Registers the services. Repeated calls change nothing. Does no I/O; files are opened when the host starts.</summary>
    public static IServiceCollection AddDiracHosting(this IServiceCollection services, HostingOptions options)
    {
        if (services.Any(service => service.ServiceType == typeof(HostingOptions)))
            return services;

        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        AddIdentity(services, options);
        services.TryAddSingleton<SharedConfiguration>();
        services.AddSingleton<ConfigurationSnapshots>();
        services.AddSingleton<IConfigurationSnapshots>(provider => provider.GetRequiredService<ConfigurationSnapshots>());
        services.AddHostedService<ConfigurationWatcher>();
        services.AddSingleton<IScheduleOverrides, ConfiguredSchedules>();
        services.AddSingleton<ITaskLimitOverrides, ConfiguredTaskLimits>();
        services.AddSingleton<RouteRuleCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<RouteRuleCheck>());
        services.AddHostedService<ReadyFile>();
        services.AddOptions<RateLimitOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics().AddSingleton<RequestBudget>();
        services.AddSingleton<HttpsCertificates>();
        services.AddHostedService<HttpsCertificateWatcher>();
        services.AddHealthChecks().AddCheck<DrainCheck>("running");
        services.AddRequestDecompression(CheckedDecompression.Around);
        services.AddSingleton<WebOrigins>().AddCors();
        services.AddOptions<CorsOptions>().Configure<WebOrigins>((cors, origins) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origins.Allows).AllowAnyMethod().AllowAnyHeader().WithExposedHeaders("Content-Range", "ETag", "Retry-After")));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ModelJsonContext.Default));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        services.AddLogging(logging => TelemetrySetup.AddConsole(logging, options));
        TelemetrySetup.AddExport(services, options);
        return services;
    }

    /// <summary>Adds what every request passes: error mapping, host and origin check, client version, rules. Call before mapping routes.</summary>
    public static IApplicationBuilder UseDiracHosting(this IApplicationBuilder app) => app
        .UseMiddleware<ErrorMiddleware>()
        .UseMiddleware<HostFilter>()
        .UseMiddleware<ClientVersionFilter>()
        .UseRequestDecompression()
        .UseCors()
        .UseMiddleware<AccessMiddleware>();

    /// <summary>Maps discovery, login, configuration and health, and has every route of <paramref name="routes"/> checked for its rule at start.</summary>
    public static IEndpointRouteBuilder MapDiracHosting(this IEndpointRouteBuilder routes)
    {
        WellKnownEndpoints.Map(routes);
        AuthorityEndpoint.Map(routes);
        AuthEndpoints.Map(routes);
        ConfigurationEndpoints.Map(routes);
        HealthEndpoints.Map(routes);
        OpenApiEndpoints.Map(routes);
        routes.ServiceProvider.GetRequiredService<RouteRuleCheck>().Watch(routes.DataSources);
        return routes;
    }

    private static void AddIdentity(IServiceCollection services, HostingOptions options)
    {
        services.AddSingleton(new TokenOptions(options.PublicUrl));
        services.AddSingleton<SigningKeyFile>();
        services.AddSingleton(provider => new KeyRing(provider.GetRequiredService<SigningKeyFile>().Open()));
        services.AddHostedService<SigningKeyWatcher>();
        services.AddSingleton<RefreshTokenCodec>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<TokenValidator>();
        services.TryAddSingleton<IRunningPayloads, NoPayloads>();
        services.AddSingleton<OneTimeSecrets>();
        services.AddSingleton(provider => UrlSigner.Open(options.DataDirectory, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LocalCertificateAuthority(
            options.DataDirectory,
            ListenNames.Of(options),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LocalIdentityKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalIdentityKeeper>());
        services.AddSingleton<LocalLogin>();
        services.AddSingleton<LoginThrottle>();
    }
}
