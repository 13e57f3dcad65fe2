using System.Globalization;
using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-submit</c>.</summary>
internal sealed class JobSubmitCommand : ILegacyCommand
{
    private const string IdFile = "File";

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-job-submit", "Submit jobs")
    {
        Switches = [new("f", IdFile, "Append the numbers of the jobs to this file"), new("r", "UseJobRepo", "A job repository; taken, but without effect")],
        Arguments = [new("JDL", "Files with descriptions")],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        await using var log = Open(call);
        var errors = new List<(string, string)>();
        foreach (var file in call.Line.Arguments)
        {
            try
            {
                await SubmitAsync(call, file, log, cancellationToken);
            }
            catch (LegacyException error)
            {
                errors.Add((file, error.Message));
            }
        }

        return call.Report(errors);
    }

    private static StreamWriter? Open(LegacyCall call)
    {
        if (call.Line.Value(IdFile) is not { } name) return null;
        if (File.Exists(call.PathOf(name))) call.Print($"Appending job ids to existing logfile: {name}");
        return new StreamWriter(call.PathOf(name), append: true) { NewLine = "\n" };
    }

    private static async Task SubmitAsync(LegacyCall call, string file, StreamWriter? log, CancellationToken cancellationToken)
    {
        var path = call.PathOf(file);
        var jobs = await LegacySubmission.SubmitAsync(call, File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : file, cancellationToken);
        call.Print($"JobID = {(jobs.IsParametric ? PythonText.Repr(new PythonList([.. jobs.Ids.Select(id => new PythonNumber(id))])) : $"{jobs.Ids[0]}")}");
        if (log is null) return;
        foreach (var id in jobs.Ids) await log.WriteLineAsync(id.ToString(CultureInfo.InvariantCulture));
    }
}
