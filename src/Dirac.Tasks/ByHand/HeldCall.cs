using System.Globalization;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.ByHand;

/// <summary>A claimed task whose handler runs in a process of its own. The worker that claimed it keeps the lease.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Id">Its number.</param>
/// <param name="Epoch">Under which it is held.</param>
/// <param name="AttemptsBefore">Attempts before this one.</param>
/// <param name="CreatedMs">When it was made: milliseconds since 1970.</param>
public sealed record HeldCall(string Name, long Id, long Epoch, int AttemptsBefore, long CreatedMs)
{
    /// <summary>The option that stands before the numbers.</summary>
    public const string Option = "--held";

    /// <summary>The arguments that say what is held.</summary>
    /// <returns>The kind, <c>-</c> for a message by standard input, and the numbers.</returns>
    public IReadOnlyList<string> ToArguments() =>
        [Name, "-", Option, string.Create(CultureInfo.InvariantCulture, $"{Id}/{Epoch}/{AttemptsBefore}/{CreatedMs}")];

    /// <summary>Reads the numbers.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="text">As <see cref="ToArguments"/> writes them.</param>
    /// <returns>The call; null when the text is none.</returns>
    public static HeldCall? Parse(string name, string text)
    {
        var numbers = text.Split('/');
        var read = new long[4];
        for (var index = 0; index < read.Length; index++)
        {
            if (numbers.Length != read.Length || !long.TryParse(numbers[index], NumberStyles.None, CultureInfo.InvariantCulture, out read[index]))
                return null;
        }
        return new HeldCall(name, read[0], read[1], (int)read[2], read[3]);
    }

    internal static HeldCall Of(ClaimedTask task) => new(task.Row.Name, task.Id, task.Epoch, task.Row.Attempt, task.Row.CreatedMs);

    internal TaskRow ToRow(string body) => new() { TaskID = Id, Name = Name, Body = body, Attempt = AttemptsBefore, Epoch = Epoch, CreatedMs = CreatedMs };
}
