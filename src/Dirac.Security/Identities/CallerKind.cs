namespace Dirac.Security.Identities;

/// <summary>What kind of caller a token stands for.</summary>
public enum CallerKind
{
    /// <summary>A person, or a program acting for one.</summary>
    User,

    /// <summary>A pilot on a resource.</summary>
    Pilot,
}
