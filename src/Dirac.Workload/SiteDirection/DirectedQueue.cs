using Dirac.Model.Api;
using Dirac.Resources.Computing;
using Dirac.Workload.Matching;

namespace Dirac.Workload.SiteDirection;

/// <summary>A queue of a computing element to which pilots are sent, as configured.</summary>
internal sealed record DirectedQueue
{
    public required QueueName Name { get; init; }

    /// <summary>How its element is reached and used.</summary>
    public required CEOptions Element { get; init; }

    /// <summary>What a pilot there offers.</summary>
    public required ResourceDescription Resource { get; init; }

    /// <summary>The VOs it serves.</summary>
    public required IReadOnlyList<string> Vos { get; init; }

    /// <summary>DIRAC's limits: pilots in all, and pilots that wait.</summary>
    public required int MaxTotalJobs { get; init; }

    public required int MaxWaitingJobs { get; init; }

    /// <summary>How pilots there reach the server.</summary>
    public required PilotReach Reach { get; init; }

    /// <summary>Name or address by which nodes know the gate; null for the one it gives itself.</summary>
    public string? GateAddress { get; init; }

    public int Gpus { get; init; }

    /// <summary>How long a pilot may run, seconds; 0 leaves it to the queue.</summary>
    public long WallClockSeconds { get; init; }

    /// <summary>Seconds without a job after which a pilot ends.</summary>
    public int IdleSeconds { get; init; }

    /// <summary>The least time between two calls of the element, seconds.</summary>
    public int MinAskSeconds { get; init; }

    /// <summary>Of the nodes: x64 or arm64.</summary>
    public string Architecture { get; init; } = "x64";

    /// <summary>Changes when anything of this does.</summary>
    public required string Digest { get; init; }

    /// <summary>What a pilot of a VO there would offer to the matcher.</summary>
    public Offer OfferTo(string vo) => Offer.From(Resource, vo);
}
