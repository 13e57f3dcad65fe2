using Microsoft.Extensions.Hosting;

namespace Dirac.Workload.Rescue;

/// <summary>Knows for how long this server has been up.</summary>
internal sealed class StartMoment(TimeProvider clock) : IHostedService
{
    private long _started = clock.GetTimestamp();

    public TimeSpan Age => clock.GetElapsedTime(_started);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = clock.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
