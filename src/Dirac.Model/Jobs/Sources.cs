namespace Dirac.Model.Jobs;

/// <summary>Names under which components report status changes.</summary>
/// <remarks>A report whose source begins with <c>Job</c> counts as a sign of life of the job, except for JobManager's own entries.</remarks>
public static class Sources
{
    /// <summary>Submission, kill, delete, reschedule.</summary>
    public const string JobManager = "JobManager";

    /// <summary>The matcher.</summary>
    public const string Matcher = "Matcher";

    /// <summary>The pilot, before the wrapper takes over.</summary>
    public const string JobAgent = "JobAgent";

    /// <summary>The wrapper around the payload.</summary>
    public const string JobWrapper = "JobWrapper";

    /// <summary>The rescue of stalled jobs.</summary>
    public const string StalledJobAgent = "StalledJobAgent";

    /// <summary>The system that brings files from tape.</summary>
    public const string Stager = "StagerSystem";

    /// <summary>First step of the optimizer chain.</summary>
    public const string JobPath = "JobPath";

    /// <summary>Second step of the optimizer chain.</summary>
    public const string JobSanity = "JobSanity";

    /// <summary>Step of the optimizer chain for jobs with input data.</summary>
    public const string InputData = "InputData";

    /// <summary>Last step of the optimizer chain.</summary>
    public const string JobScheduling = "JobScheduling";

    /// <summary>Who reports when nobody said.</summary>
    public const string Unknown = "Unknown";
}
