namespace Dirac.Model.Jobs;

/// <summary>DIRAC's minor statuses, letter for letter: users search for them and other components compare them.</summary>
/// <remarks>While a job is Checking its minor status is the name of the optimizer that must treat it next.</remarks>
public static class MinorStatuses
{
    /// <summary>Accepted by the server.</summary>
    public const string JobAccepted = "Job accepted";

    /// <summary>Part of a bulk that waits for its confirmation.</summary>
    public const string BulkTransactionConfirmation = "Bulk transaction confirmation";

    /// <summary>Given to a pilot.</summary>
    public const string Assigned = "Assigned";

    /// <summary>Deleted; its accounting is looked at before the row goes.</summary>
    public const string CheckingAccounting = "Checking accounting";

    /// <summary>In a task queue, waiting for a pilot.</summary>
    public const string PilotAgentSubmission = "Pilot Agent Submission";

    /// <summary>To be run again.</summary>
    public const string JobRescheduled = "Job Rescheduled";

    /// <summary>Failed because it was rescheduled too often.</summary>
    public const string MaximumOfReschedulings = "Maximum of reschedulings reached";

    /// <summary>Ended on request.</summary>
    public const string MarkedForTermination = "Marked for termination";

    /// <summary>The stored description cannot be understood.</summary>
    public const string ErrorInJdlSyntax = "Error in JDL syntax";

    /// <summary>The description breaks a rule.</summary>
    public const string IllegalJobJdl = "Illegal Job JDL";

    /// <summary>No replica of an input file can be used.</summary>
    public const string InputDataNotAvailable = "Input Data Not Available";

    /// <summary>No site fits both the data and the wishes.</summary>
    public const string NoCandidateSites = "No candidate sites available";

    /// <summary>Its input files could not be brought from tape.</summary>
    public const string StagingFailed = "Staging input files failed";

    /// <summary>A pilot has the job and prepares to run it.</summary>
    public const string JobReceivedByAgent = "Job Received by Agent";

    /// <summary>The job is handed to the inner computing element.</summary>
    public const string SubmittingToCE = "Submitting To CE";

    /// <summary>The wrapper starts.</summary>
    public const string JobInitialization = "Job Initialization";

    /// <summary>The wrapper prepares the job's directory.</summary>
    public const string JobWrapperInitialization = "Job Wrapper Initialization";

    /// <summary>Needed software is being installed.</summary>
    public const string InstallingSoftware = "Installing Software";

    /// <summary>Input sandboxes are on their way to the node.</summary>
    public const string DownloadingInputSandbox = "Downloading InputSandbox";

    /// <summary>Input sandboxes that are grid files are on their way to the node.</summary>
    public const string DownloadingInputSandboxLfn = "Downloading InputSandbox LFN(s)";

    /// <summary>An input sandbox could not be brought to the node.</summary>
    public const string FailedDownloadingInputSandbox = "Failed Downloading InputSandbox";

    /// <summary>An input sandbox that is a grid file could not be brought to the node.</summary>
    public const string FailedDownloadingInputSandboxLfn = "Failed Downloading InputSandbox LFN(s)";

    /// <summary>Input files are being located.</summary>
    public const string InputDataResolution = "Input Data Resolution";

    /// <summary>The payload runs.</summary>
    public const string Application = "Application";

    /// <summary>The executable is not there.</summary>
    public const string ApplicationNotFound = "Application not found";

    /// <summary>The payload ended with exit code 0.</summary>
    public const string ApplicationFinishedSuccessfully = "Application Finished Successfully";

    /// <summary>The payload ended with another exit code or by a signal.</summary>
    public const string ApplicationFinishedWithErrors = "Application Finished With Errors";

    /// <summary>The wrapper failed around the payload.</summary>
    public const string ExceptionDuringExecution = "Exception During Execution";

    /// <summary>Output sandbox is being collected.</summary>
    public const string ResolvingOutputSandbox = "Resolving Output Sandbox";

    /// <summary>Output sandbox is on its way to the server.</summary>
    public const string UploadingOutputSandbox = "Uploading Output Sandbox";

    /// <summary>Output sandbox has arrived.</summary>
    public const string OutputSandboxUploaded = "Output Sandbox Uploaded";

    /// <summary>Output files are on their way to storage.</summary>
    public const string UploadingOutputData = "Uploading Output Data";

    /// <summary>Output files have arrived.</summary>
    public const string OutputDataUploaded = "Output Data Uploaded";

    /// <summary>Outputs of both kinds are on their way.</summary>
    public const string UploadingOutputs = "Uploading Outputs";

    /// <summary>Everything is done.</summary>
    public const string ExecutionComplete = "Execution Complete";

    /// <summary>Finished but for requests that still have to be carried out.</summary>
    public const string PendingRequests = "Pending Requests";

    /// <summary>The requests of a Completed job were carried out.</summary>
    public const string RequestsDone = "Requests done";

    /// <summary>The payload failed.</summary>
    public const string PayloadFailed = "Payload failed";

    /// <summary>The payload asked for another try.</summary>
    public const string GoingToReschedule = "Going to reschedule job";

    /// <summary>A kill command has reached the job.</summary>
    public const string ReceivedKillSignal = "Received Kill signal";

    /// <summary>Used more CPU time than the queue gives.</summary>
    public const string CpuLimitReached = "Job has reached the CPU limit of the queue";

    /// <summary>Ran longer than allowed.</summary>
    public const string WallClockExceeded = "Job has exceeded maximum wall clock time";

    /// <summary>The node's disk is full.</summary>
    public const string InsufficientDisk = "Job has insufficient disk space to continue";

    /// <summary>The watchdog saw no CPU use for too long.</summary>
    public const string WatchdogStalled = "Watchdog identified this job as stalled";

    /// <summary>No sign of life, and its pilot is gone.</summary>
    public const string StalledPilotNotRunning = "Job stalled: pilot not running";
}
