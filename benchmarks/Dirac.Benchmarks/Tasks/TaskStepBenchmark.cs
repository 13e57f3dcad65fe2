namespace Dirac.Benchmarks.Tasks;

/// <summary>A steady load of tasks, multiplied for a while and then as before: how soon the oldest task is young again, and how calmly the pool follows.</summary>
/// <remarks>
/// Tasks come at their times whatever became of those before. <c>recovered_s</c> is how long after the step the oldest one was over the target, until it was
/// under it for ten seconds; <c>over_later_s</c> for how long it was over it after that, which a calm machine has none of. <c>oscillations</c> are the turns of the pool, up to down or down to up, from half a minute after a change of the load until the next; and
/// <c>max_connections</c> the most open database connections that were seen.
/// </remarks>
internal sealed class TaskStepBenchmark(TimeProvider clock) : IBenchmark
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(1);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        using var pool = new PoolWatch();
        await using var system = await ChoreSystem.StartAsync(directory, cancellationToken);
        await RunAsync(system, pool, options.Rate, WarmUp, cancellationToken);
        var before = await RunAsync(system, pool, options.Rate, Settling, cancellationToken);
        var step = await RunAsync(system, pool, options.Rate * options.Step, Phase, cancellationToken);
        var after = await RunAsync(system, pool, options.Rate, Phase, cancellationToken);

        figures.Add("rate_per_s", options.Rate);
        figures.Add("step", options.Step);
        figures.Add("sent_late_ms", new[] { before, step, after }.Max(phase => phase.Late.TotalMilliseconds));
        figures.Add("pool_before", before[^1].Size);
        figures.Add("pool_step", string.Join(' ', Sizes(step)));
        figures.Add("pool_back", string.Join(' ', Sizes(after)));
        figures.Add("max_age_s", step.Max(look => look.Age.TotalSeconds));
        figures.Add("recovered_s", Recovered(step).TotalSeconds);
        figures.Add("over_later_s", new[] { step, after }.Sum(phase => phase.Count(look => look.Age > Target && look.At > Recovered(phase)) * Look.TotalSeconds));
        figures.Add("oscillations", Turns(before) + Turns(step) + Turns(after));
        figures.Add("max_connections", new[] { before, step, after }.SelectMany(phase => phase).Max(look => look.Connections));
        figures.Add("connection_budget", ChoreSystem.ConnectionBudget);
    }

    private async Task<Course> RunAsync(ChoreSystem system, PoolWatch pool, int rate, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var course = new Course();
        var begun = clock.GetTimestamp();
        var sending = SendAsync(system, rate, lasts, course, cancellationToken);
        while (!sending.IsCompleted)
        {
            await Task.Delay(Look, clock, cancellationToken);
            var (age, connections) = (await system.AgeAsync(cancellationToken), await system.CountConnectionsAsync(cancellationToken));
            course.Add(new Sight(clock.GetElapsedTime(begun), age, pool.Read(), connections));
        }

        await sending;
        return course;
    }

    private async Task SendAsync(ChoreSystem system, int rate, TimeSpan lasts, Course course, CancellationToken cancellationToken)
    {
        var (begun, sent) = (clock.GetTimestamp(), 0);
        for (var due = Tick; due <= lasts; due += Tick)
        {
            var early = due - clock.GetElapsedTime(begun);
            if (early > TimeSpan.Zero) await Task.Delay(early, clock, cancellationToken);
            course.Late = early < -course.Late ? -early : course.Late;
            var count = (int)(rate * due.TotalSeconds) - sent;
            sent += count;
            if (count > 0) await system.SendAsync(count, cancellationToken);
        }
    }

    private static TimeSpan Recovered(Course course)
    {
        var last = TimeSpan.Zero;
        foreach (var look in course.Where(look => look.Age > Target))
        {
            if (last > TimeSpan.Zero && look.At - last > Steady) return last;
            last = look.At;
        }

        return last;
    }

    private static IEnumerable<int> Sizes(Course course) => course.Where((look, index) => index == 0 || look.Size != course[index - 1].Size).Select(look => look.Size);

    private static int Turns(Course course)
    {
        int[] sizes = [.. course.Where(look => look.At >= Settling).Select(look => look.Size)];
        int[] directions = [.. sizes.Zip(sizes.Skip(1), (from, to) => Math.Sign(to - from)).Where(direction => direction != 0)];
        return directions.Zip(directions.Skip(1)).Count(pair => pair.First != pair.Second);
    }

    /// <summary>What was seen at one moment of a phase.</summary>
    private sealed record Sight(TimeSpan At, TimeSpan Age, int Size, int Connections);

    /// <summary>What was seen in a phase.</summary>
    private sealed class Course : List<Sight>
    {
        /// <summary>By how much tasks were sent too late, at most.</summary>
        public TimeSpan Late { get; set; }
    }
}
