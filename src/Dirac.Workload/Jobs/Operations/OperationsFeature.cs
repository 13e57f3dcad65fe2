using Dirac.Tasks;
using Dirac.Workload.Housekeeping.Cleaning;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Operations on many jobs: one request, followed to its end, and undone if it was a delete.</summary>
internal static class OperationsFeature
{
    private static readonly TimeSpan Cleaning = TimeSpan.FromHours(1);

    public static void Add(IServiceCollection services)
    {
        services.AddOptions<OperationOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OperationBell>().AddSingleton<OperationChain>().AddSingleton<OperationVerbs>().AddSingleton<ConfirmVerb>();
        services.AddSingleton<UndoWindow>().AddSingleton<IRemovalHold>(provider => provider.GetRequiredService<UndoWindow>());
        services.AddSingleton<CreateOperation>().AddSingleton<FollowOperation>().AddSingleton<StopOperation>();
        services.AddSingleton<OperationSelection>().AddSingleton<OperationChange>().AddSingleton<OperationUndo>();
        var json = OperationsJsonContext.Default;
        services.AddTask<OperationTurn, RunOperations>(
            new TaskDefinition("RunOperation")
            {
                Database = "JobDB", Size = TaskSize.Medium, MaxAttempts = RunOperations.MostAttempts, Lease = TimeSpan.FromSeconds(15),
                Retry = new RetryPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            },
            json.OperationTurn);
        services.AddTask<OperationRound, CleanOperations>(
            new TaskDefinition("CleanOperations") { Database = "JobDB", Priority = TaskPriority.Background, Size = TaskSize.Medium }, json.OperationRound);
        services.AddInterval("CleanOperations", Cleaning, new OperationRound());
    }

    public static void Map(IEndpointRouteBuilder routes) => OperationEndpoints.Map(routes);
}
