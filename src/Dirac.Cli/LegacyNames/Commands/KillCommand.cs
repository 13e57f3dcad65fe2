using System.Globalization;
using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dkill</c>.</summary>
internal sealed class KillCommand : ILegacyCommand
{
    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dkill", "End or delete jobs")
    {
        Switches =
        [
            new("D", "delete", "Delete them", TakesValue: false),
            new("a", "all", "All your jobs", TakesValue: false),
            new("v", "verbose", "Say what was done", TakesValue: false),
        ],
        Arguments = [new("JobID", "Numbers of jobs")],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var jobs = call.Line.Arguments.ToList();
        if (call.Line.Has("all")) jobs.AddRange(await OwnAsync(call, cancellationToken));
        var errors = new List<string>();
        foreach (var job in jobs)
        {
            try
            {
                await ChangeAsync(call, job, cancellationToken);
                if (call.Line.Has("verbose")) call.Print($"{(call.Line.Has("delete") ? "deleted" : "killed")} job {job}");
            }
            catch (LegacyException error)
            {
                errors.Add(error.Message);
            }
        }

        foreach (var error in errors) call.Print(error);
        return errors.Count == 0 ? 0 : 2;
    }

    // compat: what cannot be asked for is told, and is no error.
    private static async Task<IReadOnlyList<string>> OwnAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        try
        {
            var user = await call.Server.WhoAmIAsync(cancellationToken);
            var selection = new LegacySelection([("Owner", user.PreferredUsername)], "1970-01-02");
            return [.. (await call.Server.SelectAsync(selection.ToConditions(call.Today), cancellationToken)).Select(id => id.ToString(CultureInfo.InvariantCulture))];
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            return [];
        }
    }

    // compat: a word that is no number is no job, and killing no job is no error.
    private static async Task ChangeAsync(LegacyCall call, string job, CancellationToken cancellationToken)
    {
        if (!long.TryParse(job.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)) return;
        if (call.Line.Has("delete")) await LegacyChanges.DeleteAsync(call, [id], cancellationToken);
        else await LegacyChanges.KillAsync(call, [id], cancellationToken);
    }
}
