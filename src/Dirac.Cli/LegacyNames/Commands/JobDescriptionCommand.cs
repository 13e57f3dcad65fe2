using Dirac.Cli.LegacyNames.Jdl;
using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-get-jdl</c>.</summary>
internal static class JobDescriptionCommand
{
    private const string Original = "Original";

    /// <summary>Makes the command.</summary>
    public static ILegacyCommand Create() => new EachJobCommand(
        new LegacySyntax("dirac-wms-job-get-jdl", "Show the descriptions of jobs")
        {
            Usage = "JobID ...",
            Switches = [new("O", Original, "As it was submitted", TakesValue: false)],
        },
        ShowAsync);

    private static async Task ShowAsync(LegacyCall call, string job, CancellationToken cancellationToken)
    {
        var id = LegacyIds.ReadOne(call, job);
        var text = await call.Server.DescriptionAsync(id, call.Line.Has(Original), cancellationToken)
            ?? throw new LegacyCrashException($"There is no job {id}, or you may not see it.");
        call.Print(PythonPrinter.Format(new PythonDict([.. LightAd.Parse(text).Attributes.Select(Printed)])));
    }

    private static KeyValuePair<PythonValue, PythonValue> Printed(KeyValuePair<string, string> attribute) => KeyValuePair.Create<PythonValue, PythonValue>(
        attribute.Key,
        attribute.Value.Contains('{', StringComparison.Ordinal) ? List(attribute.Value) : attribute.Value.Replace("\"", "", StringComparison.Ordinal));

    // compat: items are what blanks separate, whatever their quotes say.
    private static PythonList List(string value)
    {
        var bare = value.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("LFN:", "", StringComparison.Ordinal);
        var words = bare.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new PythonList([.. words.Select(word => (PythonValue)(word.EndsWith(',') ? word[..^1] : word))]);
    }
}
