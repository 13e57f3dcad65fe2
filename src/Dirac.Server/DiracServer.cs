using Dirac.Client.Http;
using Dirac.Hosting;
using Dirac.Hosting.Access;
using Dirac.Hosting.Serving;
using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Dirac.Portal;
using Dirac.Security.Local;
using Dirac.Security.Policies;
using Dirac.Tasks;
using Dirac.Workload;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Puts the rooms together by role.</summary>
internal static class DiracServer
{
    /// <summary>Builds a server that has not started; its databases have their tables.</summary>
    public static async Task<WebApplication> BuildAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        DataDirectory.Ensure(options.Data);
        var user = LocalUserOf(options);
        var hosting = Hosting(options, user);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = options.Data });
        builder.WebHost.UseKestrelCore().UseDiracKestrel(hosting);
        Compose(builder.Services, options, hosting);

        var app = builder.Build();
        await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        app.UseRouting();
        app.UseDiracHosting();
        app.MapDiracHosting();
        if (options.Roles.HasFlag(ServerRoles.Api)) app.MapWorkload();
        if (options.Roles.HasFlag(ServerRoles.Portal)) app.MapDiracPortal().Requires(AccessRule.Anyone);
        return app;
    }

    private static void Compose(IServiceCollection services, ServerOptions options, HostingOptions hosting)
    {
        services.AddDiracHosting(hosting);
        services.AddPersistence(persistence =>
        {
            persistence.SqlitePath = Path.Combine(options.Data, "dirac.db");
            persistence.Engine = string.IsNullOrEmpty(persistence.MySqlDefault) ? Engine.Sqlite : Engine.MySql;
        });
        services.AddSingleton<IConfigureOptions<WorkloadOptions>, ConfigureWorkload>();
        services.Configure<WorkloadOptions>(workload => workload.SandboxDirectory = Path.Combine(options.Data, "sandboxes"));
        services.AddWorkload();
        services.AddDiracPortal(new PortalOptions { Server = () => PortalConnection(options), CookieName = BrowserSession.CookieName });
        if (options.Roles.HasFlag(ServerRoles.Tasks)) services.AddTasks();
    }

    private static HostingOptions Hosting(ServerOptions options, LocalUser? user) => new()
    {
        DataDirectory = options.Data,
        ConfigurationFiles = options.ConfigurationFiles.Count > 0 ? options.ConfigurationFiles : [StarterConfiguration.Ensure(options.Data, Environment.UserName)],
        Roles = options.Roles,
        Urls = options.Urls,
        InsecureHttp = options.InsecureHttp,
        KeySetFile = options.KeySetFile,
        Issuer = options.Issuer,
        JsonLog = options.JsonLog,
        LocalUser = user,
    };

    // The portal is a client of its own server's REST surface, as any other.
    private static ApiConnectionOptions PortalConnection(ServerOptions options)
    {
        var url = new Uri(options.Urls[0]);
        return new ApiConnectionOptions { Url = url, CaFile = url.Scheme == Uri.UriSchemeHttps ? Path.Combine(options.Data, "ca.pem") : null };
    }

    // Only a server whose registry we made knows for sure that this person is its user.
    private static LocalUser? LocalUserOf(ServerOptions options) =>
        options.ConfigurationFiles.Count == 0 ? new LocalUser(Environment.UserName, StarterConfiguration.Vo) : null;
}
