using Dirac.Security.Identities;

namespace Dirac.Hosting.Access;

/// <summary>A process that has nothing to do with jobs takes no payload's word.</summary>
internal sealed class NoPayloads : IRunningPayloads
{
    public Task<bool> IsRunningAsync(string vo, PayloadJob job, CancellationToken cancellationToken) => Task.FromResult(false);
}
