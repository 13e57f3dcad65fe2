using Dirac.Model.Errors;
using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs;

/// <summary>Reads status names given by callers.</summary>
internal static class StatusNames
{
    public static JobStatus Parse(string name) =>
        JobStatuses.TryParse(name, out var status)
            ? status
            : throw new DiracException(ErrorCode.BadRequest, $"'{name}' is not a job status.", $"Use one of {string.Join(", ", Enum.GetNames<JobStatus>())}.");
}
