using System.Globalization;
using Dirac.Client.Jobs;
using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>Site direction with many computing elements, which are simulated: how long it takes to hear of all pilots once, and what the server needs for it.</summary>
internal sealed class SitesBenchmark(TimeProvider clock) : IBenchmark
{
    private const int MinAskSeconds = 5;
    private const int LatencyMilliseconds = 50;
    private const int StatusSeconds = 10;
    private const int Rounds = 4;
    private const int PauseMilliseconds = 1_500;

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var log = Path.Combine(directory, "calls.log");
        var each = options.Pilots / options.Ces;
        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartWithAsync(Configuration(options.Ces, each, log), cancellationToken);
        await new JobClient(server.User).SubmitAsync([$"[ Executable = \"true\"; JobName = \"n_%n\"; Parameters = {options.Pilots}; ]"], cancellationToken);

        var calls = await WaitForRoundsAsync(log, options.Ces, cancellationToken);
        var rounds = Bursts(calls.Values.SelectMany(times => times.TakeLast(Rounds)));
        figures.Add("ces", options.Ces);
        figures.Add("pilots", each * options.Ces);
        figures.Add("latency_ms", LatencyMilliseconds);
        figures.Add("round_s", rounds.Order().ElementAt(rounds.Count / 2));
        figures.Add("longest_round_s", rounds.Max());
        figures.Add("peak_mb", PeakMegabytes(server.Program.Pid));
        figures.Add("limit_s", MinAskSeconds);
        figures.Add("shortest_gap_s", calls.Values.Min(times => times.Zip(times.Skip(1), (one, next) => next - one).Min()) / 1000.0);
    }

    private static Dictionary<string, string> Configuration(int ces, int pilots, string log)
    {
        var options = new Dictionary<string, string>
        {
            ["/Systems/WorkloadManagement/SiteDirection/PilotFile"] = Programs.Pilot,
            ["/Systems/WorkloadManagement/SiteDirection/StatusIntervalSeconds"] = $"{StatusSeconds}",
        };
        for (var number = 0; number < ces; number++)
        {
            var path = $"/Resources/Sites/DIRAC/DIRAC.S{number}.org/CEs/ce{number}";
            options[$"{path}/CEType"] = "Local";
            options[$"{path}/BatchSystem"] = "Simulated";
            options[$"{path}/SubmitOptions"] = $"wait=5 run=100000 latency={LatencyMilliseconds} log={log}";
            options[$"{path}/MaxTotalJobs"] = options[$"{path}/MaxWaitingJobs"] = $"{pilots}";
            options[$"{path}/MinAskTime"] = $"{MinAskSeconds}";
        }

        return options;
    }

    // The statuses of a computing element's pilots are asked for once a round.
    private async Task<Dictionary<string, List<long>>> WaitForRoundsAsync(string log, int ces, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            if (!File.Exists(log)) continue;
            var calls = (await File.ReadAllLinesAsync(log, cancellationToken)).Select(line => line.Split(' ')).Where(words => words is [_, _, "status"])
                .GroupBy(words => words[1]).ToDictionary(group => group.Key, group => group.Select(words => long.Parse(words[0], CultureInfo.InvariantCulture)).ToList());
            // The first rounds still fill the places.
            if (calls.Count == ces && calls.Values.All(times => times.Count > Rounds + 2)) return calls;
        }
    }

    // A round asks all that are due, and then there is a pause: from the first call to the last is how long it took.
    private static List<double> Bursts(IEnumerable<long> times)
    {
        var bursts = new List<(long First, long Last)>();
        foreach (var time in times.Order())
        {
            if (bursts.Count > 0 && time - bursts[^1].Last < PauseMilliseconds) bursts[^1] = (bursts[^1].First, time);
            else bursts.Add((time, time));
        }

        return [.. bursts.Select(burst => (burst.Last - burst.First) / 1000.0)];
    }

    private static double PeakMegabytes(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
}
