using Dirac.Tasks.Transports;

namespace Dirac.Tasks.Tests.Transports;

public sealed class ArrivalsTests
{
    private const long Now = 1_000_000;

    private static readonly TaskDefinition Note = TaskWorld.Note();

    [Fact]
    public void Judge_FirstDeliveryInTime_IsTrusted() => Assert.Equal(Arrival.Trust, Judge(Message(Now + 30_000)));

    [Fact]
    public void Judge_HandOverThatEndsWithinALease_IsTakenAnew() => Assert.Equal(Arrival.TakeAnew, Judge(Message(Now + 29_999)));

    [Fact]
    public void Judge_MessageOfAnotherIncarnation_IsTakenAnew() => Assert.Equal(Arrival.TakeAnew, Judge(Message(Now + 30_000) with { Owner = "redis/1" }));

    [Fact]
    public void Judge_Redelivered_GoesByTheTableWithAnAttempt() => Assert.Equal(Arrival.ReturnBegun, Judge(Message(Now + 30_000), redelivered: true));

    [Fact]
    public void Judge_UnknownOrPausedKind_GoesByTheTable() =>
        Assert.Equal(Arrival.Return, Arrivals.Judge(Message(Now + 30_000), redelivered: false, null, "redis/2", Now));

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var message = Message(Now) with { Tasks = [new CarriedTask(7, 0, 5, """{"Text":"a \"quoted\" ü"}""", null, "00-trace-01")] };

        var read = CarriedBatch.Read(message.Write())!;

        Assert.Equal((message.Name, message.Owner, message.Epoch, message.UntilMs), (read.Name, read.Owner, read.Epoch, read.UntilMs));
        Assert.Equal(message.Tasks, read.Tasks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[nonsense")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Name":"x","Owner":"y","Epoch":1,"UntilMs":1,"Tasks":[]}""")]
    public void Read_SomethingElse_IsNoMessage(string text) => Assert.Null(CarriedBatch.Read(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void LostTasks_BrokerAnswers_AreThoseOfOtherIncarnationsAndOfEmptyLanes()
    {
        var lanes = TransportLane.Of("TestDB", TaskSize.Small);

        var lost = LostTasks.Of("redis", lanes, new TransportState("2", [new LaneDepth(5, false), new LaneDepth(0, true), new LaneDepth(0, false)]), isAway: false, "redis/2");

        Assert.Equal(["redis/2", null, "redis/2"], lost.Select(lane => lane.Current));
    }

    [Fact]
    public void LostTasks_BrokerAway_AreAllThatCannotBeRunningOnceTheTableHasTakenOver()
    {
        var lanes = TransportLane.Of("TestDB", TaskSize.Small);

        Assert.Empty(LostTasks.Of("redis", lanes, null, isAway: false, "redis/2"));
        Assert.All(LostTasks.Of("redis", lanes, null, isAway: true, "redis/2"), lane => Assert.Equal((null, TimeSpan.FromSeconds(30)), (lane.Current, lane.Age)));
    }

    private static Arrival Judge(CarriedBatch message, bool redelivered = false) => Arrivals.Judge(message, redelivered, Note, "redis/2", Now);

    private static CarriedBatch Message(long untilMs) => new("note", "redis/2", 1, untilMs, [new CarriedTask(1, 0, 0, "{}", null, null)]);
}
