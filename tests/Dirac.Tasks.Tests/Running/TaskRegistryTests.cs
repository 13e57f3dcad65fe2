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
    public void Registry_SenselessDefinition_IsRefusedWithTheReason() =>
        Assert.Contains(
            "BatchSize",
            Refusal(new TaskRoute<Note, NoteHandler>(new TaskDefinition("note") { Database = "TestDB", BatchSize = 0 }, TestJson.Default.Note)),
            StringComparison.Ordinal);

    [Fact]
    public void AddInterval_ShorterThanASecond_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddInterval("often", TimeSpan.FromMilliseconds(5), new Note(1)));

    private static string Refusal(params TaskRoute[] routes) => Assert.Throws<InvalidOperationException>(() => new TaskRegistry(routes)).Message;

    private static TaskRoute Route<TMessage>(string name)
    {
        var definition = new TaskDefinition(name) { Database = "TestDB" };
        return typeof(TMessage) == typeof(Note)
            ? new TaskRoute<Note, NoteHandler>(definition, TestJson.Default.Note)
            : new TaskRoute<Reminder, ReminderHandler>(definition, TestJson.Default.Reminder);
    }
}
