using Dirac.Persistence;
using Dirac.Persistence.Schemas;
using Dirac.Tasks;
using Dirac.Tasks.Transports;
using Dirac.TaskProcess;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

var settings = ProcessSettings.Read(args);
var collection = new ServiceCollection()
    .AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Error))
    .Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
    .AddPersistence(options => ProcessTasks.Configure(options, settings))
    .AddProcessTasks(settings)
    .Configure<BrokerOptions>(options => ProcessTasks.Configure(options, settings))
    .AddTasks(options => (options.RunHandlers, options.RunTriggers, options.PollInterval) = (settings.Works, settings.Schedules, PollInterval));

await using var services = collection.BuildServiceProvider();
await services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
var hosted = services.GetServices<IHostedService>().ToList();
foreach (var service in hosted)
    await service.StartAsync(CancellationToken.None);
Console.WriteLine(ReadyLine);

while (await Console.In.ReadLineAsync() is not null)
{
    // Whoever started this process says no more than its end.
}
foreach (var service in hosted)
    await service.StopAsync(CancellationToken.None);

/// <summary>Runs tasks until its standard input ends, for tests that kill it.</summary>
internal static partial class Program
{
    /// <summary>What it says when its tasks run.</summary>
    public const string ReadyLine = "ready";

    // Nobody rings for what the test enqueues.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
}
