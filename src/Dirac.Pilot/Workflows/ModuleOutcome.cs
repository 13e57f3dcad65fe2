namespace Dirac.Pilot.Workflows;

/// <summary>How a module ended.</summary>
/// <param name="Status">The application status it reports itself.</param>
internal abstract record ModuleOutcome(string Status)
{
    /// <summary>It did its work.</summary>
    internal sealed record Succeeded(string Status) : ModuleOutcome(Status);

    /// <summary>It failed.</summary>
    /// <param name="Status">The application status it reports itself.</param>
    /// <param name="Code">Exit code for the job; 0 when there is no special one.</param>
    /// <param name="StepStatus">The application status that its step reports.</param>
    internal sealed record Failed(string Status, int Code, string StepStatus) : ModuleOutcome(Status)
    {
        /// <summary>A failure with DIRAC's words for one that has no exit code: the step names Python's kind of error.</summary>
        internal static Failed Of(string kind, string text) => new(text, 0, $"{kind}({text})");
    }
}
