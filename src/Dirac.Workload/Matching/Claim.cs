namespace Dirac.Workload.Matching;

/// <summary>What came of an offer.</summary>
/// <param name="Job">The job claimed; null when there is none for it now.</param>
/// <param name="Offer">The offer with the conditions of the moment.</param>
internal sealed record Claim(long? Job, Offer Offer)
{
    /// <summary>Whether conditions that pass by themselves narrow the offer, so that another look is worth while soon.</summary>
    public bool IsNarrowed => !Offer.Excluded.IsEmpty || Offer.SiteStatus is not null || Offer.CEStatus is not null;
}
