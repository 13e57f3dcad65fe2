using Dirac.Model.Api;

namespace Dirac.Pilot.Matching;

/// <summary>Runs the jobs an agent is given.</summary>
internal interface IJobRunner
{
    /// <summary>Looks at a job and says what it takes of the offer. Never fails: a job that cannot run here is handed back when it is run.</summary>
    /// <param name="job">The job.</param>
    /// <param name="askedAt">Timestamp of the clock when it was asked for.</param>
    /// <param name="offer">What was offered for it.</param>
    /// <param name="draining">When cancelled, the job is handed back.</param>
    JobRun Prepare(MatchReply job, long askedAt, SlotShare offer, CancellationToken draining);
}
