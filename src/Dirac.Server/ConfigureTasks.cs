using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Tasks;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="TaskOptions"/> from the section <c>/Systems/Framework/Tasks</c> of the configuration.</summary>
internal sealed class ConfigureTasks(IConfigurationSnapshots snapshots) : IConfigureOptions<TaskOptions>
{
    private const string Section = "/Systems/Framework/Tasks";

    public void Configure(TaskOptions options)
    {
        var root = snapshots.Current.Root;
        Configure(root, nameof(options.Small), options.Small);
        Configure(root, nameof(options.Medium), options.Medium);
        Configure(root, nameof(options.Large), options.Large);
        options.TargetAge = TimeSpan.FromSeconds(root.GetNumber($"{Section}/TargetAgeSeconds", options.TargetAge.TotalSeconds));
        options.SlowDatabase = TimeSpan.FromSeconds(root.GetNumber($"{Section}/SlowDatabaseSeconds", options.SlowDatabase.TotalSeconds));
        options.StarvationAfter = TimeSpan.FromSeconds(root.GetNumber($"{Section}/StarvationSeconds", options.StarvationAfter.TotalSeconds));
        options.Connections = root.GetNumber($"{Section}/{nameof(options.Connections)}", options.Connections);
    }

    private static void Configure(CfgSection root, string name, TaskPoolOptions pool)
    {
        pool.Fewest = root.GetNumber($"{Section}/{name}/{nameof(pool.Fewest)}", pool.Fewest);
        pool.Most = root.GetNumber($"{Section}/{name}/{nameof(pool.Most)}", pool.Most);
    }
}
