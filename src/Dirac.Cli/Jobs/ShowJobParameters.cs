using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job params</c>: what is said of a job under names of their own.</summary>
internal static class ShowJobParameters
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        var name = new Argument<string?>("NAME") { Description = "Print the value of this parameter and nothing else.", Arity = ArgumentArity.ZeroOrOne };
        var optimizer = new Option<bool>("--optimizer") { Description = "What the optimizers have left for each other, instead." };
        return new Command("params", "Show a job's parameters.") { id, name, optimizer }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var records = new JobRecordClient(session.Connection);
            var wanted = parsed.GetValue(name);
            var values = parsed.GetValue(optimizer)
                ? await records.OptimizerParametersAsync(parsed.GetValue(id), cancellationToken)
                : await records.ParametersAsync(parsed.GetValue(id), wanted, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(values, ModelJsonContext.Default.IReadOnlyDictionaryStringString);
            else if (wanted is not null) session.Screen.WriteLine(Value(values, wanted));
            else Print(session.Screen, values);
            return ExitCodes.Ok;
        });
    }

    private static string Value(IReadOnlyDictionary<string, string> values, string name) => values.TryGetValue(name, out var value)
        ? value
        : throw new DiracException(ErrorCode.NotFound, $"The job has no parameter {name}.", "'dirac job params ID' shows those it has.");

    private static void Print(Screen screen, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0) screen.Note("None.");
        else screen.WriteFacts([.. values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => (value.Key, (string?)value.Value))]);
    }
}
