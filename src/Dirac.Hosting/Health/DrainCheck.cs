using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Dirac.Hosting.Health;

/// <summary>Not ready while the process is starting or stopping, so that a balancer sends new requests elsewhere.</summary>
internal sealed class DrainCheck : IHealthCheck
{
    private readonly IHostApplicationLifetime _lifetime;

    public DrainCheck(IHostApplicationLifetime lifetime) => _lifetime = lifetime;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The server is stopping.")
            : HealthCheckResult.Healthy());
}
