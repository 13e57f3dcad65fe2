using Dirac.Model.Jobs;

namespace Dirac.Pilot.Payloads;

/// <summary>How an attempt ends.</summary>
internal abstract record AttemptEnd
{
    /// <summary>The job reached a final status.</summary>
    /// <param name="Status">Done, Failed or Killed.</param>
    /// <param name="MinorStatus">DIRAC's words for it.</param>
    /// <param name="ApplicationStatus">Details; null keeps what was there.</param>
    internal sealed record Finished(JobStatus Status, string MinorStatus, string? ApplicationStatus = null) : AttemptEnd
    {
        /// <summary>Name of the uploaded output sandbox.</summary>
        public string? OutputSandbox { get; init; }
    }

    /// <summary>The job is to run again; not the user's failure.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Fault">Whose failure it is: the node's, the payload's that asked for it, or the pilot's that had to end.</param>
    internal sealed record Infrastructure(string Reason, string Fault = Infrastructure.Node) : AttemptEnd
    {
        internal const string Node = "Node";
        internal const string Payload = "Payload";
        internal const string Pilot = "Pilot";
    }
}
