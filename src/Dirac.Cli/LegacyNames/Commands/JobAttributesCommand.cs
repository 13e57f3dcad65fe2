using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-attributes</c>.</summary>
internal static class JobAttributesCommand
{
    /// <summary>Makes the command.</summary>
    public static ILegacyCommand Create() => new EachJobCommand(new LegacySyntax("dirac-wms-job-attributes", "Show all columns of jobs"), ShowAsync) { Report = Report };

    private static async Task ShowAsync(LegacyCall call, string job, CancellationToken cancellationToken)
    {
        var id = LegacyIds.ReadOne(call, job);
        var rows = await call.Server.AttributesAsync([id], null, cancellationToken);
        call.Print($"=================\n {id}");
        call.Print(PythonPrinter.Format(rows.GetValueOrDefault(id) ?? new PythonDict([])));
    }

    private static int Report(LegacyCall call, IReadOnlyCollection<(string About, string Reason)> errors)
    {
        foreach (var (about, reason) in errors) call.Print(PythonText.Repr(new PythonTuple([about, reason])));
        return errors.Count == 0 ? 0 : 2;
    }
}
