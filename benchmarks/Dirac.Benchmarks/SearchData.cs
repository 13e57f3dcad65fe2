using System.Globalization;

namespace Dirac.Benchmarks;

/// <summary>Made-up jobs as a busy installation has them: 4 VOs, 200 owners of very different diligence, 60 sites. The same for the same number.</summary>
internal static class SearchData
{
    /// <summary>The VO the benchmark itself belongs to.</summary>
    public const string OwnVo = "local";

    private const int OwnersInAll = 200;
    private const int Sites = 60;
    private const int Groups = 10;
    private const int Productions = 200;
    private const int Seed = 20_260_301;

    /// <summary>The columns of <see cref="Rows"/>, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "JobID", "JobType", "JobGroup", "Site", "JobName", "Owner", "OwnerGroup", "VO", "SubmissionTime", "LastUpdateTime", "StartExecTime", "HeartBeatTime", "EndExecTime",
        "Status", "MinorStatus", "ApplicationStatus", "VerifiedFlag",
    ];

    private static readonly string[] Vos = [OwnVo, "astro", "bio", "geo"];
    private static readonly DateTime First = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Period = TimeSpan.FromDays(90);

    // Status, its share in a thousand, and its minor statuses, the first of which is the usual one.
    private static readonly (string Status, int Share, string[] Minors)[] Statuses =
    [
        ("Done", 760, ["Execution Complete", "Requests done"]),
        ("Failed", 120, ["Application Finished With Errors", "Exception During Execution", "Job stalled: pilot not running", "Maximum of reschedulings reached", "Input Data Resolution", "Uploading Output Data", "Watchdog identified this job as stalled"]),
        ("Killed", 30, ["Marked for termination"]),
        ("Waiting", 45, ["Pilot Agent Submission"]),
        ("Running", 30, ["Application", "Input Data Resolution", "Job Initialization", "Uploading Output Data"]),
        ("Completing", 4, ["Uploading Output Data", "Pending Requests"]),
        ("Stalled", 4, ["Watchdog identified this job as stalled"]),
        ("Matched", 3, ["Assigned"]),
        ("Checking", 2, ["JobScheduling", "InputData"]),
        ("Received", 2, ["Job accepted"]),
    ];

    /// <summary>The owners of the benchmark's own VO, the busiest first.</summary>
    public static IReadOnlyList<string> OwnOwners { get; } = [.. Enumerable.Range(0, OwnersInAll).Where(owner => owner % Vos.Length == 0).Select(Name)];

    /// <summary>The rows of so many jobs, numbered from 1.</summary>
    public static IEnumerable<object?[]> Rows(int count)
    {
        var random = new Random(Seed);
        var owners = Cumulated(Enumerable.Range(1, OwnersInAll).Select(rank => 1.0 / rank));
        var sites = Cumulated(Enumerable.Range(1, Sites).Select(rank => 1.0 / Math.Sqrt(rank)));
        for (var id = 1; id <= count; id++)
        {
            yield return Row(random, id, First + (Period * ((double)id / count)), Draw(random, owners), Draw(random, sites));
        }
    }

    private static object?[] Row(Random random, int id, DateTime submitted, int owner, int site)
    {
        var vo = Vos[owner % Vos.Length];
        var isProduction = owner < Vos.Length;
        var group = isProduction ? $"{Digits(10_000 + random.Next(Productions))}" : $"{Name(owner)}.{random.Next(Groups)}";
        var (status, _, minors) = DrawStatus(random);
        var minor = minors[random.Next(3) > 0 ? 0 : random.Next(minors.Length)];
        var hasStarted = status is "Done" or "Failed" or "Running" or "Completing" or "Stalled";
        var started = submitted + TimeSpan.FromMinutes(random.Next(1, 600));
        var ended = started + TimeSpan.FromMinutes(random.Next(1, 2_000));
        return
        [
            id, isProduction ? "MCSimulation" : "User", group, hasStarted || random.Next(2) == 0 ? $"GRID.Site{site:D2}.org" : "ANY", $"{group}_{Digits(id)}", Name(owner), isProduction ? $"{vo}_prod" : $"{vo}_user", vo,
            submitted, hasStarted ? ended : submitted, hasStarted ? started : null, hasStarted ? ended : null, status is "Done" or "Failed" ? ended : null,
            status, minor, hasStarted ? $"step {random.Next(5)}" : "Unknown", "True",
        ];
    }

    private static string Name(int owner) => $"user{owner:D3}";

    private static string Digits(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    private static (string Status, int Share, string[] Minors) DrawStatus(Random random)
    {
        var left = random.Next(Statuses.Sum(status => status.Share));
        return Statuses.First(status => (left -= status.Share) < 0);
    }

    private static double[] Cumulated(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }

    private static int Draw(Random random, double[] cumulated)
    {
        var found = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
        return found >= 0 ? found : ~found;
    }
}
