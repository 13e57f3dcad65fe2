using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Hosting.MessageQueues.Consuming;
using Dirac.Hosting.MessageQueues.Sending;
using Dirac.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.MessageQueues;

/// <summary>Other programs' message queues: tasks made of what comes, and messages that are owed.</summary>
public static class MessageQueueServices
{
    private const int OwedAtOnce = 100;
    private const int OwedAttempts = 20;

    /// <summary>Declares that messages of a queue or topic make tasks, where <see cref="AddMessageConsumers"/> was called too.</summary>
    /// <remarks>
    /// Task and message change hands in one transaction: the broker hears of it after the commit. A message that is delivered again makes no second task
    /// as long as the broker, or its sender, gives it an id that stays. One that <paramref name="read"/> cannot read is put among the dead with the reason.
    /// </remarks>
    /// <typeparam name="TMessage">The message of a declared task.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The trigger's name in the configuration, unique; at most 64 characters.</param>
    /// <param name="read">Makes the task, or null for a message that is not for us; any exception means that it cannot be read. Pure.</param>
    /// <param name="mqUri">The queue or topic; empty: none until the configuration names one.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMessageTrigger<TMessage>(
        this IServiceCollection services, string name, Func<ReceivedMessage, NewTask<TMessage>?> read, string mqUri = "") =>
        services.AddSingleton<MessageTrigger>(new MessageTrigger<TMessage>(name, mqUri, read));

    /// <summary>Consumes what the declared triggers and the configuration name, if this process runs triggers. Any number of processes may. Repeating it changes nothing.</summary>
    /// <param name="services">The services: hosting and tasks must be registered too.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMessageConsumers(this IServiceCollection services)
    {
        services.TryAddSingleton<IBrokers, OpenedBrokers>();
        services.TryAddSingleton<TakeMessages>();
        services.TryAddSingleton<ConsumerParts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MessageConsumers>());
        return services;
    }

    /// <summary>Lets changes of a database owe messages to others, by <see cref="IOutgoingMessages"/>; a process that runs tasks sends them.</summary>
    /// <typeparam name="TOwner">Any type of the system whose database it is; no other database is called by it.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="database">The database.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddOutgoingMessages<TOwner>(this IServiceCollection services, string database)
    {
        services.TryAddSingleton<IBrokers, OpenedBrokers>();
        services.TryAddSingleton<BrokerPublishers>();
        services.TryAddSingleton<OutageLog>();
        services.TryAddSingleton<IOutgoingMessages, OutgoingMessages>();
        services.AddSingleton<OutgoingRoute>(new OutgoingRoute<TOwner>(database));
        var definition = new TaskDefinition($"SendMessages.{database}")
        {
            Database = database,
            Size = TaskSize.Medium,
            BatchSize = OwedAtOnce,
            MaxAttempts = OwedAttempts,
            TimeLimit = TimeSpan.FromMinutes(2),
            Retry = new RetryPolicy(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)),
        };
        return services.AddTask<OwedMessage<TOwner>, SendOwedMessages<TOwner>>(definition, OwedMessage<TOwner>.Json);
    }
}
