using Dirac.Tasks.Running;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Tasks.Tests.Tuning;

public sealed class HandlerSlotsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_AllTaken_WaitsForAReturnInTurn()
    {
        var slots = new HandlerSlots(1, new FakeTimeProvider());
        await slots.TakeAsync(Token);
        var (first, second) = (slots.TakeAsync(Token), slots.TakeAsync(Token));

        slots.Return(1);
        await first;

        Assert.False(second.IsCompleted);
        slots.Return(1);
        await second;
    }

    [Fact]
    public async Task Take_Cancelled_LeavesItsPlaceToTheNext()
    {
        var slots = new HandlerSlots(1, new FakeTimeProvider());
        await slots.TakeAsync(Token);
        using var impatient = new CancellationTokenSource();
        var (first, second) = (slots.TakeAsync(impatient.Token), slots.TakeAsync(Token));

        await impatient.CancelAsync();
        slots.Return(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second;
    }

    [Fact]
    public async Task Resize_Grown_ServesThoseWhoWait()
    {
        var slots = new HandlerSlots(1, new FakeTimeProvider());
        await slots.TakeAsync(Token);
        var waiting = slots.TakeAsync(Token);

        slots.Resize(3);

        await waiting;
        Assert.Equal(1, slots.TakeFree());
    }

    [Fact]
    public void Resize_Shrunk_GivesNoneUntilEnoughHaveEnded()
    {
        var slots = new HandlerSlots(4, new FakeTimeProvider());
        slots.Use(slots.TakeFree(), TimeSpan.Zero);

        slots.Resize(2);
        slots.End(TimeSpan.Zero);
        slots.End(TimeSpan.Zero);
        var none = slots.TakeFree();
        slots.End(TimeSpan.Zero);

        Assert.Equal((0, 1), (none, slots.TakeFree()));
    }

    [Fact]
    public void Sample_UseAndRest_TellsTheMeanOfBothWithTheClaim()
    {
        var time = new FakeTimeProvider();
        var slots = new HandlerSlots(4, time);
        _ = slots.TakeFree();
        time.Advance(TimeSpan.FromSeconds(1));
        slots.Use(2, TimeSpan.FromSeconds(1));
        slots.Return(2);
        time.Advance(TimeSpan.FromSeconds(2));
        slots.End(TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(1));

        var sample = slots.Sample();

        Assert.Equal(new SlotSample((2 + 4 + 1) / 4.0, 1, TimeSpan.FromSeconds(3), TimeSpan.Zero), sample);
        Assert.Equal(1, slots.Used);
    }

    [Fact]
    public void Sample_WaitsNoted_TellsTheLongestOnce()
    {
        var slots = new HandlerSlots(4, new FakeTimeProvider());
        slots.NoteWait(TimeSpan.FromSeconds(3));
        slots.NoteWait(TimeSpan.FromSeconds(1));

        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.Zero), (slots.Sample().LongestWait, slots.Sample().LongestWait));
    }
}
