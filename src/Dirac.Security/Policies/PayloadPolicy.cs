using Dirac.Security.Identities;

namespace Dirac.Security.Policies;

/// <summary>What a job's payload may do in its owner's name. Pure.</summary>
/// <remarks>
/// A payload runs on machines that are not the owner's, beside others, for as long as the job lasts. It gets what a program needs that works for its
/// owner: seeing jobs, moving sandboxes, noting something about its own job. What administrates, shares or delegates stays with the person, and so does
/// submitting: whoever has taken a token from a node could go on with a job of their own. Routes that take payloads say so, and job by job
/// <see cref="JobPolicy"/> decides.
/// </remarks>
public static class PayloadPolicy
{
    private static readonly string[] Grantable = [DiracProperties.NormalUser];

    /// <summary>What is left of the properties of the job's group.</summary>
    public static PropertySet PropertiesOf(PropertySet group) => new(Grantable.Where(group.Has));
}
