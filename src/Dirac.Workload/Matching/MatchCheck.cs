using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Workload.Matching;

/// <summary>What a described resource must be before it is matched.</summary>
internal static class MatchCheck
{
    private const int LongestCE = 128;

    // As much as a job's row can hold.
    private const int LongestSite = 100;

    /// <exception cref="DiracException">Something is missing or impossible.</exception>
    public static void Resource(ResourceDescription resource, string vo)
    {
        if (string.IsNullOrWhiteSpace(resource.Site)) throw new DiracException(ErrorCode.BadRequest, "Resource.Site is required.");
        if (resource.Site.Length > LongestSite || !ColumnText.IsStorable(resource.Site)) throw new DiracException(ErrorCode.BadRequest, $"Resource.Site must have at most {LongestSite} Latin letters.");
        if (resource.CPUTime <= 0) throw new DiracException(ErrorCode.BadRequest, "Resource.CPUTime must be positive.");
        if (resource.GridCE is { } ce && (ce.Length > LongestCE || !ColumnText.IsStorable(ce)))
        {
            throw new DiracException(ErrorCode.BadRequest, $"Resource.GridCE must have at most {LongestCE} Latin letters.");
        }

        resource.Tag.WithoutHoles("Resource.Tag");
        resource.RequiredTag.WithoutHoles("Resource.RequiredTag");
        if (resource.RequiredTag.Except(Offer.From(resource, vo).Tags).FirstOrDefault() is { } missing)
        {
            throw new DiracException(ErrorCode.BadRequest, $"Wrong conditions: the required tag {missing} is not among the offered tags.");
        }
    }
}
