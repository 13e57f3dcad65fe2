using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job set</c>: attributes and parameters of one job.</summary>
internal static class SetJobValues
{
    /// <summary>The columns of a job; every other name is a parameter's.</summary>
    private static readonly HashSet<string> Attributes =
    [
        "JobID", "JobType", "JobGroup", "Site", "JobName", "Owner", "OwnerGroup", "VO", "SubmissionTime", "RescheduleTime", "LastUpdateTime", "StartExecTime",
        "HeartBeatTime", "EndExecTime", "Status", "MinorStatus", "ApplicationStatus", "UserPriority", "RescheduleCounter", "VerifiedFlag", "AccountedFlag",
    ];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        var pairs = new Argument<string[]>("NAME=VALUE") { Description = "What to set. Names of columns (JobGroup, Site, …) are attributes, others parameters.", Arity = ArgumentArity.OneOrMore };
        var update = new Option<bool>("--update") { Description = "Let the job count as updated now." };
        var force = new Option<bool>("--force") { Description = "Do not ask the state machine about a status; administrators only." };
        return new Command("set", "Set attributes and parameters of a job.") { id, pairs, update, force }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var values = (parsed.GetValue(pairs) ?? []).Select(Pair).ToList();
            if (values.DistinctBy(value => value.Key).Count() < values.Count) throw new UsageException("A name is given twice.", "Give each name one value.");
            var result = await ApplyAsync(
                new JobRecordClient(session.Connection), parsed.GetValue(id), values, (parsed.GetValue(update), parsed.GetValue(force)), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(result, ModelJsonContext.Default.BulkResult);
            foreach (var failure in result.Failed.Values) session.Screen.Note(failure.Detail);
            if (result.Failed.Count == 0) session.Screen.Note("Done.");
            return result.Failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    // Attributes come first: they are what can be refused.
    private static async Task<BulkResult> ApplyAsync(
        JobRecordClient records, long job, IReadOnlyList<KeyValuePair<string, JsonElement>> values, (bool Update, bool Force) how, CancellationToken cancellationToken)
    {
        var attributes = values.Where(value => Attributes.Contains(value.Key)).ToDictionary();
        var parameters = values.Where(value => !Attributes.Contains(value.Key)).ToDictionary();
        BulkResult? result = null;
        if (attributes.Count > 0) result = await records.SetAttributesAsync(Of(job, attributes), how.Update, how.Force, cancellationToken);
        if (parameters.Count == 0 || result is { Failed.Count: > 0 }) return result!;
        var second = await records.SetParametersAsync(Of(job, parameters), cancellationToken);
        return second.Failed.Count > 0 || result is null ? second : result;
    }

    private static Dictionary<long, IReadOnlyDictionary<string, JsonElement>> Of(long job, Dictionary<string, JsonElement> values) => new() { [job] = values };

    private static KeyValuePair<string, JsonElement> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new KeyValuePair<string, JsonElement>(text[..equals], JsonSerializer.SerializeToElement(text[(equals + 1)..], ModelJsonContext.Default.String))
            : throw new UsageException($"'{text}' is not of the form NAME=VALUE.", "Write for example JobGroup=mine.");
    }
}
