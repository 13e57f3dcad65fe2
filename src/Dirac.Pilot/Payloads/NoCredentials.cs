using Dirac.Pilot.Attempts;

namespace Dirac.Pilot.Payloads;

/// <summary>Payloads get no credentials.</summary>
internal sealed class NoCredentials : IPayloadCredentials
{
    /// <inheritdoc/>
    public Task<PayloadCredentials> FetchAsync(Attempt attempt, CancellationToken cancellationToken) => Task.FromResult(PayloadCredentials.None);
}
