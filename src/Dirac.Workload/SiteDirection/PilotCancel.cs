namespace Dirac.Workload.SiteDirection;

/// <summary>Whether an element shall end a pilot.</summary>
internal enum PilotCancel
{
    /// <summary>No.</summary>
    No,

    /// <summary>It may give back its jobs first.</summary>
    Gently,

    /// <summary>At once: it was asked before.</summary>
    Firmly,
}
