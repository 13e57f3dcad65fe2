using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dirac.Tasks.Intake;

/// <summary>Registers what takes messages from elsewhere.</summary>
internal static class IntakeServices
{
    private const string ScriptFolder = "Intake";

    public static void AddIntake(this IServiceCollection services, string database)
    {
        services.AddSchema(database, typeof(IntakeServices).Assembly, ScriptFolder);
        services.TryAddSingleton(provider => new TaskIntake(
            provider.GetRequiredService<TaskRegistry>(), provider.GetRequiredService<TaskEnds>(), provider.GetRequiredService<IDoorbell>(), provider.GetRequiredService<TimeProvider>()));
    }
}
