using Dirac.Model.Jdl;

namespace Dirac.Workload.Jobs;

/// <summary>Puts a job's number into its derived description.</summary>
internal static class JobNumber
{
    private const string Placeholder = "%j";

    /// <summary>Adds <c>JobID</c> and replaces <c>%j</c> everywhere.</summary>
    public static ClassAd Fill(ClassAd derived, long id) => (derived.Mentions(Placeholder) ? Replace(derived, id) : derived).With("JobID", id);

    private static ClassAd Replace(ClassAd derived, long id) =>
        ClassAd.Parse(derived.ToString().Replace(Placeholder, $"{id}", StringComparison.Ordinal));
}
