using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>Shares of groups and owners.</summary>
internal static class SharesFeature
{
    /// <summary>TaskQueuesAgent's option, seconds.</summary>
    private const string PollingTime = "/Systems/WorkloadManagement/Agents/TaskQueuesAgent/PollingTime";

    private const int UsualSeconds = 120;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RecalculateShares>().AddSingleton<NewQueues>();
        services.AddHostedService(provider => provider.GetRequiredService<NewQueues>());
        services.AddTask<ShareRound, RecalculateShares>(
            new TaskDefinition("RecalculateShares") { Database = "JobDB", Priority = TaskPriority.Background }, WorkloadJsonContext.Default.ShareRound);
        services.AddInterval("TaskQueuesAgent", Interval, new ShareRound());
    }

    private static TimeSpan Interval(IServiceProvider provider) => TimeSpan.FromSeconds(
        int.TryParse(provider.GetRequiredService<IConfigurationSnapshots>().Current.Root.GetOption(PollingTime), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 86_400 ? seconds : UsualSeconds);
}
