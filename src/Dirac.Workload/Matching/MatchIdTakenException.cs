namespace Dirac.Workload.Matching;

/// <summary>The same match id was recorded a moment ago by a twin of this request: the claim is given back.</summary>
internal sealed class MatchIdTakenException(long job) : Exception($"The match id of the claim of job {job} is taken.")
{
    public long Job { get; } = job;
}
