using System.Reflection;
using Dirac.Persistence.MySql;
using Dirac.Persistence.Schemas;
using Dirac.Persistence.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Persistence;

/// <summary>Registers databases and their schemas.</summary>
public static class PersistenceServices
{
    /// <summary>Registers <see cref="IDatabases"/> and <see cref="SchemaMigrator"/>. Repeating it only adds to the options.</summary>
    /// <param name="services">The services; logging must be among them.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddPersistence(this IServiceCollection services, Action<PersistenceOptions>? configure = null)
    {
        services.AddOptions<PersistenceOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PersistenceOptions>, PersistenceOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomSource.FromSystem());
        services.TryAddSingleton<TransientRetry>();
        services.TryAddSingleton<IDatabases>(Open);
        services.TryAddSingleton(provider => new SchemaMigrator(
            provider.GetRequiredService<IDatabases>(),
            provider.GetServices<Schema>(),
            provider.GetRequiredService<ILogger<SchemaMigrator>>()));
        return services;
    }

    /// <summary>Registers the migration scripts of <paramref name="database"/> in <paramref name="assembly"/>.</summary>
    /// <remarks>
    /// Scripts are embedded resources <c>…/Sql/{mysql|sqlite}/FOLDER/NNNN_name.sql</c>, numbered from 0001 per assembly and folder. A script is sent
    /// whole, so statements simply end with semicolons, triggers included; on MySQL, where definitions commit at once, it must bear repeating
    /// (<c>IF NOT EXISTS</c>).
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="database">DIRAC's name of the database, such as <c>JobDB</c>.</param>
    /// <param name="assembly">Where the scripts are embedded.</param>
    /// <param name="folder">The folder of the scripts when it is not the database's name.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSchema(this IServiceCollection services, string database, Assembly assembly, string? folder = null)
    {
        var schema = new Schema(database, assembly, folder ?? database);
        if (!services.Any(service => schema.Equals(service.ImplementationInstance)))
            services.AddSingleton(schema);
        return services;
    }

    private static IDatabases Open(IServiceProvider services)
    {
        StoredTime.Register();
        var options = services.GetRequiredService<IOptions<PersistenceOptions>>();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var retry = services.GetRequiredService<TransientRetry>();
        var time = services.GetRequiredService<TimeProvider>();
        if (options.Value.Engine == Engine.MySql)
            return new MySqlDatabases(options, retry, time, loggers);

        var file = new SqliteFile(options.Value.SqlitePath);
        return new SqliteDatabases(
            new SqliteWriter(file, retry, time, loggers.CreateLogger<SqliteWriter>()),
            new SqliteReaders(file, options.Value.SqliteReaders, time),
            retry);
    }
}
