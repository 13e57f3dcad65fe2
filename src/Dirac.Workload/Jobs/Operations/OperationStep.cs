namespace Dirac.Workload.Jobs.Operations;

/// <summary>How far one job of an operation has come; stored as its number.</summary>
internal enum OperationStep
{
    /// <summary>Not tried yet.</summary>
    Waiting = 0,

    /// <summary>Changed as asked.</summary>
    Succeeded = 1,

    /// <summary>Not changed; there is a reason.</summary>
    Failed = 2,

    /// <summary>Undone: it is what it was before.</summary>
    Restored = 3,

    /// <summary>Undone as far as possible; there is a reason.</summary>
    Kept = 4,
}
