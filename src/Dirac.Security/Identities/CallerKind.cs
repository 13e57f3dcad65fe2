namespace Dirac.Security.Identities;

/// <summary>What kind of caller a token stands for.</summary>
public enum CallerKind
{
    /// <summary>A person, or a program acting for one.</summary>
    User,

    /// <summary>A pilot on a resource.</summary>
    Pilot,

    /// <summary>The payload of a job, acting for the job's owner with a token that ends with the job.</summary>
    Payload,
}
