using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job heartbeat</c>: what a running job uses, over time.</summary>
internal static class ShowJobHeartbeats
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        var latest = new Option<bool>("--latest") { Description = "Only the last value of each figure." };
        return new Command("heartbeat", "Show the figures a running job has reported, the oldest first.") { id, latest }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var samples = await new JobRecordClient(session.Connection).HeartbeatsAsync(parsed.GetValue(id), parsed.GetValue(latest), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(samples, ModelJsonContext.Default.IReadOnlyListHeartbeatSample);
            else if (samples.Count == 0) session.Screen.Note("Nothing yet: figures come with the job's heartbeats.");
            else session.Screen.Console.Write(ToTable(samples));
            return ExitCodes.Ok;
        });
    }

    // One line for each moment, one column for each figure.
    private static Table ToTable(IReadOnlyList<HeartbeatSample> samples)
    {
        var names = samples.Select(sample => sample.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        var table = Screen.NewTable(names.Prepend("Time (UTC)"));
        foreach (var moment in samples.GroupBy(sample => sample.HeartBeatTime))
        {
            var values = moment.ToDictionary(sample => sample.Name, sample => sample.Value);
            table.AddRow(names.Select(name => new Text(values.GetValueOrDefault(name, ""))).Prepend(new Text(Times.Show(moment.Key))));
        }

        return table;
    }
}
