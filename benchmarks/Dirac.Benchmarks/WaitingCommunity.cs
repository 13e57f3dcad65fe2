using System.Globalization;
using Dirac.Model.Configuration;

namespace Dirac.Benchmarks;

/// <summary>A large community's waiting jobs and sites, drawn with a fixed seed.</summary>
/// <remarks>
/// The number of jobs by queue, of queues by CPU segment, and of sites by queue follow a real production queue of 500 task queues: a few hundred
/// queues hold nearly all jobs, a queue names more than half of the sites.
/// </remarks>
internal sealed class WaitingCommunity(int jobs, int sites)
{
    /// <summary>Task queues.</summary>
    public const int Queues = 500;

    private const string Vo = "local";
    private const string Group = "local_user";
    private const int Seed = 20260328;
    private const double SiteChance = 0.6;
    private const double PlatformChance = 0.4;

    private static readonly (long Segment, int Weight)[] Segments =
    [
        (21_600, 41), (43_200, 3), (86_400, 11), (172_800, 41), (259_200, 88), (345_600, 56), (518_400, 10), (691_200, 27), (864_000, 5), (1_080_000, 216),
    ];

    private static readonly string[] Types = ["MCSimulation", "MCFastSimulation", "WGProduction", "Sprucing", "Merge", "User"];
    private static readonly string[] Platforms = [.. Enumerable.Range(0, 20).Select(number => $"x86_64-el{number}")];

#pragma warning disable CA5394 // Random on purpose, with a seed.
    private readonly Random _random = new(Seed);

    /// <summary>Adds the sites to a configuration: one to three CEs with one to three queues each.</summary>
    public CfgSection AddSites(CfgSection configuration)
    {
        foreach (var site in Enumerable.Range(0, sites))
        {
            foreach (var ce in Enumerable.Range(0, _random.Next(1, 4)))
            {
                foreach (var queue in Enumerable.Range(0, _random.Next(1, 4)))
                {
                    var path = $"/Resources/Sites/LCG/{Site(site)}/CEs/ce{site}-{ce}/Queues/queue{queue}";
                    configuration = configuration
                        .With($"{path}/maxCPUTime", _random.Next(600, 12_000).ToString(CultureInfo.InvariantCulture))
                        .With($"{path}/SI00", _random.Next(2_000, 4_000).ToString(CultureInfo.InvariantCulture))
                        .With($"{path}/NumberOfProcessors", _random.Next(1, 9).ToString(CultureInfo.InvariantCulture))
                        .With($"{path}/MaxRAM", _random.Next(2_000, 64_000).ToString(CultureInfo.InvariantCulture))
                        .With($"{path}/Platform", Platforms[_random.Next(Platforms.Length)]);
                }
            }
        }

        return configuration;
    }

    /// <summary>Fills the tables; jobs are numbered from 1.</summary>
    public async Task LoadAsync(BulkTables tables, string user, CancellationToken cancellationToken)
    {
        var queues = Enumerable.Range(1, Queues).Select(id => new Queue(id, id % 3 == 0 ? user : $"owner{id % 40}", Types[_random.Next(Types.Length)])).ToList();
        var jobQueues = Sizes().SelectMany((size, index) => Enumerable.Repeat(queues[index], size)).ToArray();
        _random.Shuffle(jobQueues);
        var all = jobQueues.Select((queue, index) => (Id: (object)(index + 1), Queue: queue)).ToList();
        const string now = "2026-03-28 12:00:00";
        await tables.InsertAsync("JobDB", "JobJDLs", ["JobID", "JDL", "JobRequirements", "OriginalJDL"], all.Select(object[] (job) => [job.Id, Jdl, "[]", Jdl]), cancellationToken);
        await tables.InsertAsync(
            "JobDB",
            "Jobs",
            ["JobID", "JobType", "JobGroup", "Site", "JobName", "Owner", "OwnerGroup", "VO", "SubmissionTime", "LastUpdateTime", "Status", "MinorStatus", "ApplicationStatus", "UserPriority", "VerifiedFlag"],
            all.Select(object[] (job) => [job.Id, job.Queue.JobType, "bench", "Multiple", "bench", job.Queue.Owner, Group, Vo, now, now, "Waiting", "Pilot Agent Submission", "Unknown", 1, "True"]),
            cancellationToken);
        await tables.InsertAsync(
            "JobDB",
            "x_JobCounts",
            ["VO", "Owner", "OwnerGroup", "JobGroup", "JobType", "Site", "Status", "MinorStatus", "Jobs"],
            all.GroupBy(job => (job.Queue.Owner, job.Queue.JobType)).Select(object[] (same) => [Vo, same.Key.Owner, Group, "bench", same.Key.JobType, "Multiple", "Waiting", "Pilot Agent Submission", same.Count()]),
            cancellationToken);
        await LoadQueuesAsync(tables, queues, cancellationToken);
        await tables.InsertAsync("TaskQueueDB", "tq_Jobs", ["TQId", "JobId", "Priority", "RealPriority"], all.Select(object[] (job) => [job.Queue.Id, job.Id, 1, 1.0]), cancellationToken);
    }

    private const string Jdl = "[ Executable = \"/bin/true\"; ]";

    private async Task LoadQueuesAsync(BulkTables tables, List<Queue> queues, CancellationToken cancellationToken)
    {
        await tables.InsertAsync(
            "TaskQueueDB",
            "tq_TaskQueues",
            ["TQId", "Owner", "OwnerGroup", "VO", "CPUTime", "Priority", "Enabled"],
            queues.Select(object[] (queue) => [queue.Id, queue.Owner, Group, Vo, Segment(), 1.0, 1]),
            cancellationToken);
        await ValuesAsync("Sites", queue => Enumerable.Range(0, sites).Where(_ => _random.NextDouble() < SiteChance).Select(Site));
        await ValuesAsync("Platforms", queue => queue.Id % 3 == 1 ? [] : Platforms.Where(_ => _random.NextDouble() < PlatformChance));
        await ValuesAsync("JobTypes", queue => [queue.JobType]);
        await ValuesAsync("Tags", queue => queue.Id % 5 == 0 ? ["8Processors", "MultiProcessor"] : queue.Id % 50 == 1 ? ["GPU"] : []);

        Task ValuesAsync(string field, Func<Queue, IEnumerable<string>> values) => tables.InsertAsync(
            "TaskQueueDB", $"tq_TQTo{field}", ["TQId", "Value"], queues.SelectMany(queue => values(queue).Select(object[] (value) => [queue.Id, value])), cancellationToken);
    }

    // Of 500 real queues 230 hold 1,000 jobs each or less, 6.6 % of all jobs together; the others are up to 5,000 long.
    private int[] Sizes()
    {
        var real = Enumerable.Range(0, Queues).Select(index => index switch { < 37 => 1.0, < 79 => 5, < 131 => 39, < 262 => 422, _ => 3_005 }).ToList();
        var scale = jobs / real.Sum();
        int[] sizes = [.. real.Select(size => Math.Max(1, (int)(size * scale)))];
        sizes[^1] += jobs - sizes.Sum();
        return sizes;
    }

    private long Segment()
    {
        var drawn = _random.Next(Segments.Sum(segment => segment.Weight));
        return Segments.First(segment => (drawn -= segment.Weight) < 0).Segment;
    }
#pragma warning restore CA5394

    private static string Site(int number) => $"LCG.Site{number:000}.org";

    private sealed record Queue(int Id, string Owner, string JobType);
}
