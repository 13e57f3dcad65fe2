namespace Dirac.Framework.Login.Flows;

/// <summary>Why something does not happen to a login.</summary>
internal enum FlowRefusal
{
    /// <summary>Nobody has logged in yet.</summary>
    StillPending,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was approved or denied before.</summary>
    Decided,

    /// <summary>It was denied.</summary>
    Denied,

    /// <summary>What came with the code does not fit; the code is dead from now on.</summary>
    Unproven,

    /// <summary>The tokens were fetched before; what they were is revoked.</summary>
    UsedTwice,

    /// <summary>The code has died before.</summary>
    Dead,
}
