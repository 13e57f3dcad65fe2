using Dirac.Model.Jdl;

namespace Dirac.Workload.Jobs;

/// <summary>Puts a job's number into its derived description.</summary>
internal static class JobNumber
{
    private const string Placeholder = "%j";

    /// <summary>Adds <c>JobID</c> and replaces <c>%j</c> everywhere.</summary>
    public static ClassAd Fill(ClassAd derived, long id)
    {
        var text = derived.ToString();
        var filled = text.Contains(Placeholder, StringComparison.Ordinal) ? ClassAd.Parse(text.Replace(Placeholder, $"{id}", StringComparison.Ordinal)) : derived;
        return filled.With("JobID", id);
    }
}
