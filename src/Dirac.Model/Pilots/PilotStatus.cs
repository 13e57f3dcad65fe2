namespace Dirac.Model.Pilots;

/// <summary>The statuses of a DIRAC pilot. The names are the stored and transmitted text.</summary>
public enum PilotStatus
{
    /// <summary>Handed to the computing element.</summary>
    Submitted,

    /// <summary>Waiting in the batch system.</summary>
    Waiting,

    /// <summary>Started on a worker node.</summary>
    Running,

    /// <summary>Ended by itself.</summary>
    Done,

    /// <summary>Ended badly.</summary>
    Failed,

    /// <summary>Given up because nothing was heard of it.</summary>
    Deleted,

    /// <summary>Ended by the batch system or the node.</summary>
    Aborted,

    /// <summary>The computing element does not know it any more.</summary>
    Unknown,
}
