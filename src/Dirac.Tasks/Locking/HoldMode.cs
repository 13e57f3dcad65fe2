namespace Dirac.Tasks.Locking;

/// <summary>What a task wants of a resource. The numbers stand in tables.</summary>
internal enum HoldMode
{
    /// <summary>A lock for itself.</summary>
    Exclusive = 0,

    /// <summary>A lock with others that share it.</summary>
    Shared = 1,

    /// <summary>One of some places.</summary>
    Slot = 2,

    /// <summary>Leave to begin; nothing is held afterwards.</summary>
    Pass = 3,
}
