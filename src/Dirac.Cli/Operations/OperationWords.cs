using Dirac.Model.Api;

namespace Dirac.Cli.Operations;

/// <summary>How operations are spoken of.</summary>
internal static class OperationWords
{
    /// <summary>What jobs are afterwards: killed, deleted, reset.</summary>
    /// <param name="verb">The verb.</param>
    public static string Past(string verb) => verb switch
    {
        "reset" => "reset",
        _ when verb.EndsWith('e') => $"{verb}d",
        _ => $"{verb}ed",
    };

    /// <summary>The verb at the beginning of a sentence.</summary>
    /// <param name="verb">The verb.</param>
    public static string Capital(string verb) => char.ToUpperInvariant(verb[0]) + verb[1..];

    /// <summary>Whether nobody works on it any more.</summary>
    /// <param name="operation">The operation.</param>
    public static bool HasEnded(JobOperation operation) => operation.State is "Done" or "Cancelled" or "Failed" or "Undone";

    /// <summary>How many jobs have an outcome; jobs put back count a second time.</summary>
    /// <param name="operation">The operation.</param>
    public static int Worked(JobOperation operation) => operation.Done + operation.Restored + operation.Kept;

    /// <summary>How far it has come and how far it goes, as seen by a person: an undo counts its own way.</summary>
    /// <param name="operation">The operation.</param>
    public static (int Done, int Total) Progress(JobOperation operation) => operation.State is "Undoing" or "Undone"
        ? (operation.Restored + operation.Kept, operation.Succeeded)
        : (operation.Done, operation.Total);
}
