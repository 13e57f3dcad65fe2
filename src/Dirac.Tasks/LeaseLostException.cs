namespace Dirac.Tasks;

/// <summary>A task's lease ran out and somebody else has it, or it is done. The transaction must be rolled back.</summary>
/// <remarks>Retry helps: no; the other holder does the work.</remarks>
public sealed class LeaseLostException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="lost">How many of the tasks were lost.</param>
    public LeaseLostException(int lost)
        : base($"{lost} task(s) are no longer held by this worker.")
    {
    }
}
