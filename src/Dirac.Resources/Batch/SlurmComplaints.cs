using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>What Slurm's refusals mean: the texts of slurm_errno.c as its commands print them. Pure.</summary>
internal static class SlurmComplaints
{
    private static readonly string[] Passing =
    [
        "Unable to contact slurm controller", "Socket timed out", "temporarily unable to accept", "Resource temporarily unavailable", "Zero Bytes were transmitted",
        "Connection refused", "accounting/QOS policy", "QOSMaxSubmitJob", "AssocMaxSubmitJob", "Slurm backup controller", "Transport endpoint", "Try again", "unable to create job: Unexpected message",
        "did not say which job", "cannot be understood",
    ];

    private static readonly string[] Wrong =
    [
        "nvalid partition", "nvalid account", "nvalid qos", "nvalid feature", "nvalid generic resource", "unrecognized option", "invalid option", "nvalid job array", "nvalid node count",
        "node configuration is not available", "time limit is invalid", "Memory specification can not be satisfied", "not permitted to use this partition", "Access/permission denied",
        "nvalid wckey", "More processors requested than permitted", "nvalid constraint",
    ];

    private static readonly string[] Broken = ["Required partition not available", "partition is down", "command not found", "not found", "No space left", "quota exceeded", "cannot be made", "cannot be written"];

    /// <summary>A pattern of the shell's <c>case</c> for answers after which it is certain that there is no job.</summary>
    public static string Refusals { get; } = string.Join('|', Wrong.Concat(Broken).Select(text => $"*{ShellText.Quote(text)}*"));

    /// <summary>The trouble behind a complaint; what is not known is tried again, with growing pauses.</summary>
    public static ComputingElementException Explain(string host, string complaint)
    {
        if (Speaks(complaint, Passing)) return new ComputingElementException(CETrouble.TryAgain, $"Slurm at {host}: {complaint}");
        if (Speaks(complaint, Wrong)) return new ComputingElementException(CETrouble.RequestWrong, $"Slurm at {host} refuses: {complaint}", "Mend the options of the queue in /Resources/Sites.");
        return new ComputingElementException(Speaks(complaint, Broken) ? CETrouble.QueueBroken : CETrouble.TryAgain, $"Slurm at {host}: {complaint}");
    }

    private static bool Speaks(string complaint, string[] of) => of.Any(text => complaint.Contains(text, StringComparison.OrdinalIgnoreCase));
}
