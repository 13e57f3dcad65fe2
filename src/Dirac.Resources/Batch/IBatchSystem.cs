using Dirac.Resources.Computing;

namespace Dirac.Resources.Batch;

/// <summary>How pilots are started and followed on a host: the scripts that ask, and what the answers mean. Pure and thread-safe.</summary>
/// <remarks>
/// Scripts run after the functions of <see cref="BatchScript"/>. A pilot's directory is <c>$area/pilots/STAMP</c>; the batch system's own number of it comes
/// back as the last part of its reference.
/// </remarks>
internal interface IBatchSystem
{
    /// <summary>First part of references, such as <c>slurm</c>.</summary>
    string Scheme { get; }

    /// <summary>Starts pilots whose directories are made; says <c>job STAMP NUMBER</c> for each it started, <c>fail TEXT</c> when it could not.</summary>
    /// <remarks>Unless it is certain that none was started, their directories stay: <see cref="Find"/> tells later what came of it.</remarks>
    string Submit(PilotOrder order, string submission);

    /// <summary>Writes the file <c>number</c> of those pilots that were started though nobody heard their number.</summary>
    string Find(IReadOnlyCollection<string> stamps);

    /// <summary>Says what <see cref="Judge"/> and <see cref="Count"/> need.</summary>
    string Look(IReadOnlyCollection<BatchJob> jobs);

    /// <summary>Ends jobs.</summary>
    string Cancel(IReadOnlyCollection<BatchJob> jobs, bool firmly);

    /// <summary>What a look says of a job that has left no exit code.</summary>
    PilotSighting Judge(BatchJob job, BatchAnswer answer);

    /// <summary>What a look says of all our jobs.</summary>
    /// <exception cref="ComputingElementException">The queue takes nothing.</exception>
    CECapacity Count(BatchAnswer answer);

    /// <summary>What a refusal means.</summary>
    ComputingElementException Explain(string host, string complaint);

    /// <summary>Whether an order was refused only because it has so many pilots.</summary>
    bool IsForTheirNumber(ComputingElementException refusal);
}
