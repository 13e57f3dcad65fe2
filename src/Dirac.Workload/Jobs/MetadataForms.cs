using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Changes;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Jobs;

/// <summary>Values that columns of jobs cannot have, which the REST door refuses with 422, as DiracX does. Pure.</summary>
internal static class MetadataForms
{
    /// <summary>What is wrong with the values of jobs.</summary>
    public static IEnumerable<ValidationProblem> Problems(IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> jobs) => Validation.Holes(jobs, "body").Concat(
        from job in jobs
        where job.Value is not null
        from value in job.Value
        where JobAttributes.MayBeSet(value.Key)
        select Problem(job.Key, value.Key, value.Value) into problem
        where problem is not null
        select problem);

    private static ValidationProblem? Problem(long job, string column, JsonElement value)
    {
        try
        {
            JobColumns.Value(SearchTable.Jobs.Column(column), value);
            return null;
        }
        catch (DiracException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            return Validation.Wrong(refusal.Message, value.GetRawText(), "body", $"{job}", column);
        }
    }
}
