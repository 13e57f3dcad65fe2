using Dirac.Client.Tasks;

namespace Dirac.Samples.ClientLibrary;

/// <summary>Looks at the work that the server does by itself; takes a group with the property ServiceAdministrator.</summary>
internal static class WatchTasks
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var connection = Server.Connect("local_admin");
        var tasks = new TaskClient(connection);

        foreach (var kind in await tasks.ListAsync(cancellationToken))
        {
            Console.WriteLine($"{kind.Name}: {kind.Due} wait, {kind.Running} run, {kind.Dead} are dead");
        }
    }
}
