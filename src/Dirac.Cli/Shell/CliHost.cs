using System.Security.Cryptography;
using Dirac.Security.Local;

namespace Dirac.Cli.Shell;

/// <summary>Everything a command takes from its process, so that tests can hand in their own.</summary>
internal sealed record CliHost
{
    /// <summary>Standard input.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Standard output: results only.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error: errors, questions and progress notes.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock of every wait.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Draws among equals, such as addresses of a service.</summary>
    public Random Random { get; init; } = new(RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>Whether a person can answer questions.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Whether a person sees the output as it comes.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Reads a line that nobody sees; null where lines are read from <see cref="Input"/> like any other.</summary>
    public Func<string>? ReadHidden { get; init; }

    /// <summary>Called before the first connection when one file of authorities judges all of them.</summary>
    public Action<string> TrustOnly { get; init; } = _ => { };

    /// <summary>Where relative paths start.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Full path of this program.</summary>
    public string ProgramPath { get; init; } = Environment.ProcessPath ?? "dirac";

    /// <summary>The real process.</summary>
    public static CliHost OfThisProcess() => new()
    {
        Input = Console.In,
        Output = Console.Out,
        Error = Console.Error,
        Variable = Environment.GetEnvironmentVariable,
        Clock = TimeProvider.System,
        InputIsTerminal = !Console.IsInputRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ReadHidden = Console.IsInputRedirected ? null : HiddenLine.Read,
        TrustOnly = NodeTrust.UseOnly,
        WorkingDirectory = Directory.GetCurrentDirectory(),
    };
}
