namespace Dirac.Tasks.Tests;

public sealed class TaskErrorTests
{
    [Fact]
    public void Append_ToAListWithoutTraces_KeepsItReadable()
    {
        const string Old = """[{"Attempt":1,"At":"2026-11-01T00:00:00+00:00","Error":"wrong"}]""";
        var error = new TaskError(2, DateTimeOffset.UnixEpoch, "wrong again") { TraceId = "0af7651916cd43dd8448eb211c80319c" };

        var errors = TaskError.Parse(TaskError.Append(Old, error));

        Assert.Equal([("wrong", null), ("wrong again", "0af7651916cd43dd8448eb211c80319c")], errors.Select(one => (one.Error, one.TraceId)));
    }
}
