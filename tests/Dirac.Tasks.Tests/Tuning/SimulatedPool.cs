using Dirac.Tasks.Tuning;

namespace Dirac.Tasks.Tests.Tuning;

/// <summary>A queue with its pool, second by second: tasks flow in, calls take their time, and a database gets slower when more calls use it than it can take.</summary>
internal sealed class SimulatedPool(PoolBounds bounds, double handlerSeconds, double databaseSeconds, double databaseCalls, Random noise)
{
    private readonly Queue<(int Second, double Tasks)> _waiting = new();
    private int _second;

    public PoolState State { get; private set; } = new(bounds.Fewest);

    public double Age { get; private set; }

    public int Room { get; init; } = int.MaxValue / 2;

    /// <summary>The moves so far that changed the size: up or down.</summary>
    public List<int> Directions { get; } = [];

    /// <summary>How often the pool turned around.</summary>
    public int Turns => Directions.Zip(Directions.Skip(1)).Count(pair => pair.First != pair.Second);

    /// <summary>How many tasks a pool of this size can do in a second.</summary>
    public double Capacity(int size) => size / CallSeconds(size);

    public void Run(int seconds, double arrivals)
    {
        for (var second = 0; second < seconds; second++)
            Step(arrivals);
    }

    public void Step(double arrivals)
    {
        _second++;
        _waiting.Enqueue((_second, arrivals * Jitter()));
        var capacity = Capacity(State.Size) * Jitter();
        var done = Math.Min(_waiting.Sum(cohort => cohort.Tasks), capacity);
        Serve(done);
        Age = _waiting.TryPeek(out var oldest) ? _second - oldest.Second + 1 : 0;
        var busy = Math.Min(State.Size, done * CallSeconds(State.Size));
        Move(new PoolFacts
        {
            Passed = TimeSpan.FromSeconds(1),
            Age = TimeSpan.FromSeconds(busy < State.Size * 0.8 ? 0 : Age),
            Busy = busy,
            Ended = (int)done,
            CallTime = done >= 1 ? TimeSpan.FromSeconds(CallSeconds(State.Size) * Jitter()) : null,
            DatabaseTime = TimeSpan.FromSeconds(DatabaseSeconds(State.Size)),
            Room = Room - State.Size,
        });
    }

    private void Move(PoolFacts facts)
    {
        var before = State.Size;
        (State, _) = PoolRules.Next(State, facts, bounds);
        if (State.Size != before)
            Directions.Add(Math.Sign(State.Size - before));
    }

    private void Serve(double tasks)
    {
        while (tasks > 0 && _waiting.TryDequeue(out var cohort))
        {
            if (cohort.Tasks > tasks)
            {
                // The rest of the cohort stays the oldest.
                var rest = _waiting.ToArray();
                _waiting.Clear();
                _waiting.Enqueue((cohort.Second, cohort.Tasks - tasks));
                foreach (var later in rest)
                    _waiting.Enqueue(later);
            }
            tasks -= cohort.Tasks;
        }
    }

    private double CallSeconds(int size) => handlerSeconds + DatabaseSeconds(size);

    private double DatabaseSeconds(int size) => databaseSeconds * Math.Max(1, size / databaseCalls);

    private double Jitter() => 0.95 + (0.1 * noise.NextDouble());
}
