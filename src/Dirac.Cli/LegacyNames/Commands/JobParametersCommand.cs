using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-parameters</c>.</summary>
internal static class JobParametersCommand
{
    /// <summary>Makes the command.</summary>
    public static ILegacyCommand Create() => new EachJobCommand(new LegacySyntax("dirac-wms-job-parameters", "Show the parameters of jobs"), ShowAsync);

    private static async Task ShowAsync(LegacyCall call, string job, CancellationToken cancellationToken)
    {
        var id = LegacyIds.ReadOne(call, job);
        var parameters = await call.Server.ParametersAsync(id, cancellationToken);
        call.Print(PythonPrinter.Format(new PythonDict(parameters is null ? [] : [KeyValuePair.Create<PythonValue, PythonValue>(id, Shown(parameters))])));
        if (parameters is null) throw new LegacyException($"Failed to get job parameters for {id}");
    }

    private static PythonDict Shown(IReadOnlyDictionary<string, string> parameters) =>
        new([.. parameters.Where(one => one.Key != "StandardOutput").Select(one => KeyValuePair.Create<PythonValue, PythonValue>(one.Key, one.Value))]);
}
