using System.Globalization;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Tasks.Schedules;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.TaskProcess;

/// <summary>The tasks that a task process runs, declared alike by whoever makes them.</summary>
public static class ProcessTasks
{
    /// <summary>The database in which they stand.</summary>
    public const string DatabaseName = "TestDB";

    /// <summary>How many schedules there are, each of which fires every second.</summary>
    public const int Schedules = 20;

    private static readonly string[] ScheduleNumbers = [.. Enumerable.Range(1, Schedules).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    private const int ShortHandOver = 30;

    // Processes are killed all the time, and each kill is an attempt.
    private const int ManyAttempts = 1_000;

    /// <summary>Declares tasks, schedule and tables.</summary>
    /// <param name="services">The services; databases and logging are there.</param>
    /// <param name="settings">What the process was told.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddProcessTasks(this IServiceCollection services, ProcessSettings settings) => services
        .AddSingleton(new Journal(settings.Journal))
        .AddTask<Effect, EffectHandler>(Definition(nameof(Effect), batchSize: 5), MessageJson.Default.Effect)
        .AddTask<Errand, ErrandHandler>(Definition(nameof(Errand), batchSize: 3), MessageJson.Default.Errand)
        .AddTask<Tick, TickHandler>(Definition(nameof(Tick), batchSize: 1), MessageJson.Default.Tick)
        .AddTask<Total, TotalHandler>(Definition(nameof(Total), batchSize: 2), MessageJson.Default.Total)
        .AddScheduleForEach("tick", _ => ScheduleNumbers, Schedule.Every(TimeSpan.FromSeconds(1)), number => new Tick(long.Parse(number, CultureInfo.InvariantCulture)))
        .AddSchema(DatabaseName, typeof(ProcessTasks).Assembly, "TaskProcess");

    /// <summary>Points the databases where the settings say.</summary>
    /// <param name="options">The options to set.</param>
    /// <param name="settings">What the process was told.</param>
    public static void Configure(PersistenceOptions options, ProcessSettings settings)
    {
        options.Engine = settings.Engine;
        options.SqlitePath = settings.SqlitePath;
        options.MySqlPrefix = settings.MySqlPrefix;
        options.MySqlDefault = Environment.GetEnvironmentVariable(ProcessSettings.MySqlVariable);
    }

    /// <summary>Chooses what carries the tasks, with short times, as tests wait for them.</summary>
    /// <param name="options">The options to set.</param>
    /// <param name="settings">What the process was told.</param>
    public static void Configure(BrokerOptions options, ProcessSettings settings)
    {
        options.Transport = settings.RabbitMQ.Length > 0 ? TransportKind.RabbitMQ : settings.Redis.Length > 0 ? TransportKind.Redis : TransportKind.None;
        (options.Redis, options.RabbitMQ) = (settings.Redis, settings.RabbitMQ);
        options.Prefix = settings.BrokerPrefix;
        (options.HandOverSeconds, options.RedeliverSeconds, options.TakeOverSeconds) = (ShortHandOver, 1, 1);
    }

    private static TaskDefinition Definition(string name, int batchSize) => new(name)
    {
        Database = DatabaseName,
        BatchSize = batchSize,
        MaxAttempts = ManyAttempts,
        Lease = TimeSpan.FromSeconds(1),
        Retry = new RetryPolicy(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50)),
    };
}
