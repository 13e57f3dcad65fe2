using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>Slurm's job and node states: squeue(1) "JOB STATE CODES", sinfo(1) "NODE STATE CODES". Pure.</summary>
internal static class SlurmStates
{
    /// <summary>What a job state means for a pilot, and whether it is over.</summary>
    /// <exception cref="ComputingElementException">TryAgain: there is no such state, so the answer is none of Slurm's.</exception>
    public static (PilotStatus Status, bool Ended) Read(string state) => state switch
    {
        "PENDING" or "CONFIGURING" or "POWER_UP_NODE" or "REQUEUED" or "REQUEUE_FED" or "REQUEUE_HOLD" or "EXPEDITING" or "RESV_DEL_HOLD" or "SPECIAL_EXIT" => (PilotStatus.Waiting, false),
        "RUNNING" or "COMPLETING" or "SIGNALING" or "STAGE_OUT" or "SUSPENDED" or "STOPPED" or "RESIZING" => (PilotStatus.Running, false),
        "COMPLETED" => (PilotStatus.Done, true),
        "FAILED" => (PilotStatus.Failed, true),
        "BOOT_FAIL" or "LAUNCH_FAILED" or "RECONFIG_FAIL" or "CANCELLED" or "DEADLINE" or "NODE_FAIL" or "OUT_OF_MEMORY" or "PREEMPTED" or "REVOKED" or "TIMEOUT" => (PilotStatus.Aborted, true),
        _ => throw new ComputingElementException(CETrouble.TryAgain, $"'{ShellText.Readable(state)}' is no state of a Slurm job."),
    };

    /// <summary>Whether nodes in a state start nothing. A star and the like after the state tell more about it.</summary>
    public static bool IsNodeOut(string state) =>
        Bare(state) is "down" or "drained" or "draining" or "drng" or "drain" or "fail" or "failing" or "error" or "unknown" or "maint" or "inval";

    /// <summary>Whether the controller has yet to hear of nodes in a state.</summary>
    public static bool IsNodeUnknown(string state) => Bare(state) == "unknown";

    private static string Bare(string state) => state.TrimEnd('*', '~', '#', '!', '%', '$', '@', '^', '-');
}
