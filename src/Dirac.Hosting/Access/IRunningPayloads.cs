using Dirac.Security.Identities;

namespace Dirac.Hosting.Access;

/// <summary>Knows which payloads run. Asked with every request that brings a payload's token, and with no other.</summary>
public interface IRunningPayloads
{
    /// <summary>Whether the attempt at the job is the current one, in its pilot's hands, and not killed.</summary>
    /// <param name="vo">The job's VO, as the token says.</param>
    /// <param name="job">The attempt.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<bool> IsRunningAsync(string vo, PayloadJob job, CancellationToken cancellationToken);
}
