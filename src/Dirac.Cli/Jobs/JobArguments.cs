using System.CommandLine;

namespace Dirac.Cli.Jobs;

/// <summary>How commands name jobs.</summary>
internal static class JobArguments
{
    /// <summary>One job.</summary>
    public static Argument<long> One() => new("ID") { Description = "The job's number." };

    /// <summary>Jobs by number and range.</summary>
    /// <param name="arity">How many words there must be.</param>
    public static Argument<string[]> Many(ArgumentArity arity) => new("ID")
    {
        Description = "Job numbers and ranges: 100, 100-120 or 100,105,110-112.",
        Arity = arity,
    };
}
