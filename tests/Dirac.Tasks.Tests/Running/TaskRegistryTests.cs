using Dirac.Tasks.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Running;

public sealed class TaskRegistryTests
{
    [Fact]
    public void Registry_SameNameOrMessageTwice_IsRefused()
    {
        Assert.Contains("name note", Refusal(Route<Note>("note"), Route<Reminder>("note")), StringComparison.Ordinal);
        Assert.Contains("message Note", Refusal(Route<Note>("note"), Route<Note>("other")), StringComparison.Ordinal);
    }

    [Fact]
    public void Registry_SenselessDefinition_IsRefusedWithTheReason()
    {
        Assert.Contains("BatchSize", Refusal(Declared(new("note") { Database = "TestDB", BatchSize = 0 })), StringComparison.Ordinal);
        Assert.Contains("MaxAttempts", Refusal(Declared(new("note") { Database = "TestDB", MaxAttempts = 0 })), StringComparison.Ordinal);
        Assert.Contains("Database", Refusal(Declared(new("note") { Database = "" })), StringComparison.Ordinal);
        Assert.Contains("nobody would run it", Refusal(Declared(new("note") { Database = "TestDB", Size = (TaskSize)7 })), StringComparison.Ordinal);
        Assert.Contains("Priority", Refusal(Declared(new("note") { Database = "TestDB", Priority = (TaskPriority)(-1) })), StringComparison.Ordinal);
        Assert.Contains("Lease", Refusal(Declared(new("note") { Database = "TestDB", Lease = TimeSpan.FromDays(2) })), StringComparison.Ordinal);
        Assert.Contains("TimeLimit", Refusal(Declared(new("note") { Database = "TestDB", TimeLimit = TimeSpan.FromDays(30) })), StringComparison.Ordinal);
        Assert.Contains(
            "Retry.Longest", Refusal(Declared(new("note") { Database = "TestDB", Retry = new RetryPolicy(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)) })), StringComparison.Ordinal);
    }

    [Fact]
    public void Registry_DefinitionOfAnotherMessage_IsRefused() => Assert.Contains(
        "its message is a Note", Refusal(Declared(new TaskDefinition<Reminder>("note") { Database = "TestDB", Locks = _ => [TaskLock.Mutex("Site")] })), StringComparison.Ordinal);

    [Fact]
    public void Names_OfLocksAndLimits_AreBounded()
    {
        Assert.Throws<ArgumentException>(() => TaskLock.Mutex(""));
        Assert.Throws<ArgumentException>(() => TaskLock.Shared("Site", new string('x', 129)));
        Assert.ThrowsAny<ArgumentException>(() => TaskLimit.Concurrency("Transfers", -1));
        Assert.ThrowsAny<ArgumentException>(() => TaskLimit.Rate("Mails", 1, TimeSpan.Zero));
    }

    [Fact]
    public void AddInterval_ShorterThanASecond_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddInterval("often", TimeSpan.FromMilliseconds(5), new Note(1)));

    private static string Refusal(params TaskRoute[] routes) => Assert.Throws<InvalidOperationException>(() => new TaskRegistry(routes)).Message;

    private static TaskRoute<Note, NoteHandler> Declared(TaskDefinition definition) => new(definition, TestJson.Default.Note);

    private static TaskRoute Route<TMessage>(string name)
    {
        var definition = new TaskDefinition(name) { Database = "TestDB" };
        return typeof(TMessage) == typeof(Note)
            ? new TaskRoute<Note, NoteHandler>(definition, TestJson.Default.Note)
            : new TaskRoute<Reminder, ReminderHandler>(definition, TestJson.Default.Reminder);
    }
}
