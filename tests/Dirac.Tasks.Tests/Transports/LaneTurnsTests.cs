using Dirac.Tasks.Storage;
using Dirac.Tasks.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>A stream of urgent messages that never ends slows others down and does not stop them.</summary>
public sealed class LaneTurnsTests
{
    private const int Most = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TaskPriority[] Strict = [TaskPriority.Realtime, TaskPriority.Normal, TaskPriority.Background];

    private readonly FakeTimeProvider _time = new();
    private readonly LaneTurns _turns;

    public LaneTurnsTests() => _turns = new LaneTurns(Patience, _time);

    [Fact]
    public void Next_BeforeAnybodyWaitsTooLong_IsStrict()
    {
        _time.Advance(Patience - TimeSpan.FromSeconds(1));

        Assert.All(Turns(100), order => Assert.Equal(Strict, order));
    }

    [Fact]
    public void Next_NobodyLookedForTooLong_LowerOnesComeFirstInOneOfTenTurnsEach()
    {
        _time.Advance(Patience);
        Full(TaskPriority.Realtime);

        var first = Turns(10 * ClaimOrder.OneIn).Select(order => order[0]).ToList();

        Assert.Equal(9 * ClaimOrder.OneIn, first.Count(priority => priority == TaskPriority.Realtime));
        Assert.Equal(5, first.Count(priority => priority == TaskPriority.Normal));
        Assert.Equal(5, first.Count(priority => priority == TaskPriority.Background));
    }

    [Fact]
    public void Next_AllLanesFoundEmpty_IsStrictAgain()
    {
        _time.Advance(Patience);
        _turns.Note([Delivery(TaskPriority.Realtime)], Most);

        Assert.All(Turns(100), order => Assert.Equal(Strict, order));
    }

    [Fact]
    public void Next_WhatCameHadWaitedTooLong_GoesOnUntilItHasNot()
    {
        Full(TaskPriority.Background);
        _turns.NoteAge(Lane(TaskPriority.Background), Patience);
        Assert.Equal(10, Turns(100).Count(order => order[0] == TaskPriority.Background));

        _turns.NoteAge(Lane(TaskPriority.Background), Patience - TimeSpan.FromSeconds(1));

        Assert.All(Turns(100), order => Assert.Equal(Strict, order));
    }

    [Fact]
    public void Next_WithoutPatience_IsStrictForEver()
    {
        var turns = new LaneTurns(TimeSpan.Zero, _time);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.All(Enumerable.Range(0, 100).Select(_ => turns.Next()), order => Assert.Equal(Strict, order));
    }

    private static TransportLane Lane(TaskPriority priority) => new("TestDB", TaskSize.Small, priority);

    private static Delivery Delivery(TaskPriority priority) => new(Lane(priority), ReadOnlyMemory<byte>.Empty, Redelivered: false, new object());

    private List<IReadOnlyList<TaskPriority>> Turns(int count) => [.. Enumerable.Range(0, count).Select(_ => _turns.Next())];

    private void Full(TaskPriority priority) => _turns.Note([.. Enumerable.Repeat(Delivery(priority), Most)], Most);
}
