using Dirac.Security.Identities;

namespace Dirac.Security.Tokens;

/// <summary>For which payload a token is made.</summary>
/// <param name="Owner">DIRAC user name of the job's owner.</param>
/// <param name="Vo">Virtual organisation.</param>
/// <param name="Group">The job's group.</param>
/// <param name="Properties">What the token allows; never more than <see cref="Policies.PayloadPolicy"/> leaves of the group's.</param>
/// <param name="Job">The attempt it is bound to.</param>
public sealed record PayloadIdentity(string Owner, string Vo, string Group, PropertySet Properties, PayloadJob Job);
