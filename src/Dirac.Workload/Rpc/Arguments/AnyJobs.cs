using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Jobs as JobManager takes them: a number, a text that is one, or a list of either. Anything else names no job.</summary>
internal sealed class AnyJobs(IReadOnlyList<long> ids, string text) : IRpcArgument<AnyJobs>
{
    public static string Expected => "anything";

    /// <summary>The numbers, each once, in the order they came in; none when the argument was not understood.</summary>
    public IReadOnlyList<long> Ids { get; } = ids;

    /// <summary>The argument as a Python peer prints it.</summary>
    public string Text { get; } = text;

    /// <exception cref="DiracException">TooLarge: there are too many.</exception>
    public static bool TryRead(WireValue value, out AnyJobs argument)
    {
        argument = new AnyJobs(JobLists.Checked(Numbers(value)), PythonText.Of(value));
        return true;
    }

    private static IReadOnlyList<long> Numbers(WireValue value)
    {
        try
        {
            return value.Kind switch
            {
                // For a Python service 0, False and an empty text are no job.
                WireKind.Whole or WireKind.Truth or WireKind.Text => JobIds.Number(value) is var id and not 0 ? [id] : [],
                WireKind.List => [.. value.AsList().ToArray().Select(JobIds.Number)],
                _ => [],
            };
        }
        catch (DiracException)
        {
            return [];
        }
    }
}
