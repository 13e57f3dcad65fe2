using System.Text.Json.Serialization.Metadata;
using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.ByHand;
using Dirac.Tasks.Groups;
using Dirac.Tasks.History;
using Dirac.Tasks.Intake;
using Dirac.Tasks.Locking;
using Dirac.Tasks.Metrics;
using Dirac.Tasks.Running;
using Dirac.Tasks.Schedules;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Transports;
using Dirac.Tasks.Triggers;
using Dirac.Tasks.Tuning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks;

/// <summary>Declares tasks and triggers, and runs them.</summary>
public static class TaskServices
{
    private const string ScriptFolder = "Tasks";
    private const int LongestName = 64;

    /// <summary>Declares a task and registers its handler, its table and <see cref="ITaskQueue"/>. Running needs <see cref="AddTasks"/>.</summary>
    /// <typeparam name="TMessage">Its message; no other task has it.</typeparam>
    /// <typeparam name="THandler">Its handler, made per call.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="definition">What the queue must know.</param>
    /// <param name="json">How the message is stored.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTask<TMessage, THandler>(
        this IServiceCollection services, TaskDefinition definition, JsonTypeInfo<TMessage> json)
        where THandler : class, ITaskHandler<TMessage>
    {
        services.AddPersistence();
        services.AddSchema(definition.Database, typeof(TaskServices).Assembly, ScriptFolder);
        services.TryAddScoped<THandler>();
        definition.Bind(json);
        services.AddSingleton<TaskRoute>(new TaskRoute<TMessage, THandler>(definition, json));
        services.TryAddSingleton<TaskRegistry>();
        services.AddBrokers();
        services.TryAddSingleton<ITaskQueue, TaskQueue>();
        services.TryAddSingleton<TaskGroups>();
        services.TryAddSingleton<GroupMaker>();
        services.TryAddSingleton<HistoryWriter>();
        services.TryAddSingleton<TaskEnds>();
        services.TryAddSingleton<WatchedDatabases>();
        services.TryAddSingleton<TaskStores>();
        services.AddHolds();
        services.AddIntake(definition.Database);
        AddAdministration(services);
        return services;
    }

    /// <summary>Makes a task of <paramref name="message"/> at regular intervals, the first one interval after the first start.</summary>
    /// <remarks>
    /// The schedule stands in the database of the task: it survives restarts, is caught up once after a pause however long, and makes one task
    /// however many processes watch it. While one of its tasks waits, no further one is added.
    /// </remarks>
    /// <typeparam name="TMessage">The message of a declared task.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The trigger's name, unique; at most 64 characters.</param>
    /// <param name="every">The interval: at least a second.</param>
    /// <param name="message">The message of every task.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval is too short or the name too long.</exception>
    public static IServiceCollection AddInterval<TMessage>(this IServiceCollection services, string name, TimeSpan every, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, TimeSpan.FromSeconds(1));
        return services.AddInterval(name, _ => every, message);
    }

    /// <summary>As the other overload, with an interval that is asked for again and again, for instance from the configuration: a change counts within half a minute.</summary>
    /// <typeparam name="TMessage">The message of a declared task.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The trigger's name, unique; at most 64 characters.</param>
    /// <param name="every">Gives the interval: at least a second.</param>
    /// <param name="message">The message of every task.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The name is too long.</exception>
    public static IServiceCollection AddInterval<TMessage>(this IServiceCollection services, string name, Func<IServiceProvider, TimeSpan> every, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName, nameof(name));
        return services.AddTriggers(provider => [new Trigger<TMessage>(name, Schedule.Every(every(provider)), message)]);
    }

    /// <summary>Makes tasks of a message when its schedule says so; otherwise as <see cref="AddInterval{TMessage}(IServiceCollection, string, TimeSpan, TMessage)"/>.</summary>
    /// <typeparam name="TMessage">The message of a declared task.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The trigger's name, unique; at most 64 characters.</param>
    /// <param name="schedule">When; an installation may override it, see <see cref="IScheduleOverrides"/>.</param>
    /// <param name="message">The message of every task.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The name is too long.</exception>
    public static IServiceCollection AddSchedule<TMessage>(this IServiceCollection services, string name, Schedule schedule, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName, nameof(name));
        return services.AddTriggers(_ => [new Trigger<TMessage>(name, schedule, message)]);
    }

    /// <summary>As <see cref="AddSchedule"/>, once for each of some things that come and go, such as VOs: each has its own schedule, called <c>name/thing</c>; of a name over 120 characters the end is a hash.</summary>
    /// <typeparam name="TMessage">The message of a declared task.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The common part of the triggers' names.</param>
    /// <param name="things">Tells what there is now; asked every half minute, so it answers from memory.</param>
    /// <param name="schedule">When.</param>
    /// <param name="message">Makes the message for one of them.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddScheduleForEach<TMessage>(
        this IServiceCollection services, string name, Func<IServiceProvider, IEnumerable<string>> things, Schedule schedule, Func<string, TMessage> message) =>
        services.AddTriggers(provider => things(provider).Select(thing => new Trigger<TMessage>(TriggerNames.Of(name, thing), schedule, message(thing))));

    private static IServiceCollection AddTriggers(this IServiceCollection services, Func<IServiceProvider, IEnumerable<Trigger>> declare) =>
        services.AddSingleton<ITriggerSource>(provider => new TriggerSource(provider, declare));

    /// <summary>Runs the declared tasks and triggers in this process. Repeating it only adds to the options.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTasks(this IServiceCollection services, Action<TaskOptions>? configure = null)
    {
        services.AddOptions<TaskOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TaskOptions>, TaskOptionsValidator>());
        services.AddHoldKeeping();
        services.TryAddSingleton<LimitedProcesses>();
        services.TryAddSingleton<HandlerCaller>();
        services.TryAddSingleton<TaskRunner>();
        services.TryAddSingleton<TransportPools>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TaskWorkers>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TriggerScheduler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DepthGauges>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HistoryPruner>());
        return services;
    }

    private static void AddAdministration(IServiceCollection services)
    {
        services.TryAddSingleton<KnownTriggers>();
        services.TryAddSingleton(provider => new TaskByHand(
            provider.GetRequiredService<TaskRegistry>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<TaskEnds>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new TaskMaker(
            provider.GetRequiredService<IDatabases>(),
            provider.GetRequiredService<TaskRegistry>(),
            provider.GetRequiredService<IDoorbell>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TaskMaker>>()));
        services.TryAddSingleton(provider => new TaskHistory(provider.GetRequiredService<IDatabases>(), provider.GetRequiredService<TaskRegistry>()));
        services.TryAddSingleton(provider => new TaskOverview(
            provider.GetRequiredService<IDatabases>(), provider.GetRequiredService<TaskRegistry>(), provider.GetRequiredService<KnownTriggers>()));
        services.TryAddSingleton(provider => new TaskPauses(
            provider.GetRequiredService<IDatabases>(), provider.GetRequiredService<TaskRegistry>(), provider.GetRequiredService<IDoorbell>(), provider.GetRequiredService<ILogger<TaskPauses>>()));
        services.TryAddSingleton(provider => new DeadTasks(
            provider.GetRequiredService<IDatabases>(),
            provider.GetRequiredService<TaskRegistry>(),
            provider.GetRequiredService<TaskEnds>(),
            provider.GetRequiredService<IDoorbell>(),
            provider.GetRequiredService<ILogger<DeadTasks>>()));
    }
}
