using Dirac.Security.Identities;

namespace Dirac.Security.Policies;

/// <summary>What a job's payload may do in its owner's name. Pure.</summary>
/// <remarks>
/// A payload runs on machines that are not the owner's, beside others, for as long as the job lasts. It gets what a program needs that works for its
/// owner: seeing jobs, moving sandboxes, submitting. What administrates, shares or delegates stays with the person. Routes that take payloads say so.
/// </remarks>
public static class PayloadPolicy
{
    private static readonly string[] Grantable = [DiracProperties.NormalUser];

    /// <summary>What is left of the properties of the job's group.</summary>
    public static PropertySet PropertiesOf(PropertySet group) => new(Grantable.Where(group.Has));
}
