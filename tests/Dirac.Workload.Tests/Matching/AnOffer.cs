using Dirac.Model.Api;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Tests.Matching;

/// <summary>Offers for tests of the match predicate.</summary>
internal static class AnOffer
{
    public const string Vo = "demo";
    public const string Site = "LCG.CERN.ch";

    public static Offer With(Func<ResourceDescription, ResourceDescription>? change = null)
    {
        var resource = new ResourceDescription { Site = Site, CPUTime = 86_400 };
        return Offer.From(change?.Invoke(resource) ?? resource, Vo);
    }
}
