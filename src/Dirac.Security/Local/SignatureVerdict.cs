namespace Dirac.Security.Local;

/// <summary>What a signed address is worth.</summary>
public enum SignatureVerdict
{
    /// <summary>Not made by this installation for this purpose and resource.</summary>
    Forged,

    /// <summary>Ours, but its time is over: ask for a new one.</summary>
    Expired,

    /// <summary>Ours and in time.</summary>
    Good,
}
