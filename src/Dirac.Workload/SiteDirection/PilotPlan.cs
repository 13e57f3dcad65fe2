using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.SiteDirection;

/// <summary>Works out how many pilots of which VO each queue should get. Pure.</summary>
/// <remarks>
/// What waits in a task queue is shared over the queues where it could match, by the matcher's own predicate, in proportion to the room they have; task queues that
/// could run at few places come first. Pilots that wait already, and processors that a pilot has left, are counted for what they will take. So no job is counted
/// twice, unlike DIRAC's, where every queue sends pilots for all of the same jobs. Pilots that have waited for long are not relied on.
/// </remarks>
internal static class PilotPlan
{
    /// <summary>The pilots to be sent.</summary>
    /// <param name="queues">Usable queues and what they have.</param>
    /// <param name="waiting">Task queues with jobs.</param>
    /// <returns>For each queue with any, the number for each VO.</returns>
    public static IReadOnlyDictionary<QueueName, IReadOnlyDictionary<string, int>> Make(IReadOnlyList<QueueState> queues, IReadOnlyList<TaskQueue> waiting)
    {
        var places = queues.SelectMany(queue => queue.Queue.Vos.Select(vo => new Place(queue, vo, queue.Queue.OfferTo(vo)))).ToList();
        var rooms = queues.ToDictionary(queue => queue.Queue.Name, queue => queue.Room);
        var demands = waiting
            .Where(tasks => tasks.Jobs > 0)
            .Select(tasks => new Demand(tasks.Jobs * Processors(tasks.Key), [.. places.Where(place => place.Offer.VO == tasks.Key.VO && MatchPredicate.Matches(place.Offer, tasks.Key))]))
            .OrderBy(demand => demand.Places.Count);
        foreach (var demand in demands)
        {
            Take(demand);
            Share(demand, rooms);
        }

        return places
            .Where(place => place.Wanted > 0)
            .GroupBy(place => place.Name)
            .ToDictionary(group => group.Key, IReadOnlyDictionary<string, int> (group) => group.ToDictionary(place => place.Offer.VO, place => place.Wanted, StringComparer.Ordinal));
    }

    // What waiting pilots will take is not asked for again.
    private static void Take(Demand demand)
    {
        foreach (var place in demand.Places)
        {
            var taken = Math.Min(place.Coming, demand.Left);
            place.Coming -= taken;
            demand.Left -= taken;
        }
    }

    // Whole pilots, first in proportion, then one by one where the proportion left the most.
    private static void Share(Demand demand, Dictionary<QueueName, int> rooms)
    {
        var total = demand.Places.Sum(place => (double)rooms[place.Name] * place.Processors);
        if (total <= 0 || demand.Left <= 0) return;
        var share = Math.Min(1, demand.Left / total);
        var parts = demand.Places.Select(place => (Place: place, Part: rooms[place.Name] * share)).ToList();
        foreach (var (place, part) in parts) Send(demand, place, (int)part, rooms);
        foreach (var (place, _) in parts.OrderByDescending(one => one.Part - (int)one.Part).ThenByDescending(one => one.Part))
        {
            if (demand.Left > 0 && rooms[place.Name] > 0) Send(demand, place, 1, rooms);
        }
    }

    private static void Send(Demand demand, Place place, int pilots, Dictionary<QueueName, int> rooms)
    {
        rooms[place.Name] -= pilots;
        place.Wanted += pilots;
        var slots = (long)pilots * place.Processors;
        place.Coming += Math.Max(0, slots - demand.Left);
        demand.Left = Math.Max(0, demand.Left - slots);
    }

    // A job's processors are in its tags, as "4Processors".
    private static int Processors(TaskQueueKey key)
    {
        const string Suffix = "Processors";
        var most = 1;
        foreach (var tag in key.Values("Tags"))
        {
            if (tag.EndsWith(Suffix, StringComparison.Ordinal) && int.TryParse(tag.AsSpan(0, tag.Length - Suffix.Length), out var number)) most = Math.Max(most, number);
        }

        return most;
    }

    private sealed class Demand(long slots, IReadOnlyList<Place> places)
    {
        public IReadOnlyList<Place> Places => places;

        /// <summary>Processors that nobody is on the way for.</summary>
        public long Left { get; set; } = slots;
    }

    private sealed class Place(QueueState state, string vo, Offer offer)
    {
        public QueueName Name => state.Queue.Name;

        public Offer Offer => offer;

        public int Processors { get; } = Math.Max(1, state.Queue.Resource.NumberOfProcessors);

        /// <summary>Processors that are on the way and not spoken for.</summary>
        public long Coming { get; set; } = (long)state.ComingOf(vo) * Math.Max(1, state.Queue.Resource.NumberOfProcessors);

        public int Wanted { get; set; }
    }
}
