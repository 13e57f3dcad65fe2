using Dirac.Model.Errors;
using Dirac.Tasks.ByHand;

namespace Dirac.Server.TaskRuns;

/// <summary>The command line of <c>dirac-server task run</c>.</summary>
internal sealed record TaskRunOptions
{
    public const string Usage =
        """
        dirac-server task run NAME [JSON] --data DIR [--config FILE] [--debugger]

          NAME                the kind of task; an unknown one lists them
          JSON                its message; - reads it from standard input. Without it the shape of the message is printed
          --data, --config    as for a server
          --debugger          wait until a debugger is attached to the process, whose number is printed
        """;

    /// <summary>The kind.</summary>
    public string Name { get; init; } = "";

    /// <summary>The message; null: its shape is wanted.</summary>
    public string? Message { get; init; }

    /// <summary>Whether to wait for a debugger.</summary>
    public bool Debugger { get; init; }

    /// <summary>The task that a worker holds for this process; null when a person runs it.</summary>
    public HeldCall? Held { get; init; }

    /// <summary>Where the installation is.</summary>
    public required ServerOptions Server { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="DiracException">An argument is unknown or lacks its value.</exception>
    public static TaskRunOptions Parse(IReadOnlyList<string> arguments)
    {
        var (words, forServer, debugger, held) = (new List<string>(), new List<string>(), false, (string?)null);
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "--debugger":
                    debugger = true;
                    break;
                case "--data" or "--config":
                    forServer.AddRange(arguments.Skip(index++).Take(2));
                    break;
                case HeldCall.Option:
                    held = arguments.ElementAtOrDefault(++index);
                    break;
                case ['-', '-', ..]:
                    throw Wrong($"The argument {arguments[index]} is not known.");
                default:
                    words.Add(arguments[index]);
                    break;
            }
        }

        return words.Count is 1 or 2
            ? new TaskRunOptions
            {
                Name = words[0],
                Message = words.ElementAtOrDefault(1),
                Debugger = debugger,
                Held = held is null ? null : HeldCall.Parse(words[0], held) ?? throw Wrong($"{HeldCall.Option} {held} is not understood."),
                Server = ServerOptions.Parse(forServer),
            }
            : throw Wrong(words.Count == 0 ? "The kind of task is missing." : "There is a word too many; is the message quoted?");
    }

    private static DiracException Wrong(string problem) => new(ErrorCode.BadRequest, problem, Usage);
}
