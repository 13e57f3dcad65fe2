namespace Dirac.Framework.Login.Flows;

/// <summary>Where a login stands, whichever flow it is. Stored by name.</summary>
internal enum FlowStatus
{
    /// <summary>Nobody has logged in yet.</summary>
    Pending,

    /// <summary>Somebody has: tokens can be fetched, once.</summary>
    Ready,

    /// <summary>The tokens were fetched.</summary>
    Done,

    /// <summary>The person, the provider or the registry said no.</summary>
    Denied,

    /// <summary>Somebody tried what only a thief would: no tokens any more.</summary>
    Dead,
}
