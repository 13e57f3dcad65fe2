using Dirac.Workload.Matching;

namespace Dirac.Workload.Resources;

/// <summary>An offer this installation is known to make: a configured queue, or what pilots have offered.</summary>
/// <param name="Offer">What is offered; limits and the site's status are added when it is used.</param>
/// <param name="Queue">The configured queue; null for pilots and where no queue is described.</param>
/// <param name="Seen">The pilots' offer; null for what is only configured.</param>
internal sealed record KnownOffer(Offer Offer, string? Queue = null, SeenOffer? Seen = null)
{
    public string Site => Offer.Site;
}
