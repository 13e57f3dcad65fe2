using Dirac.Persistence;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>The SQL of <c>x_MessageConsumers</c>: how the consumers of all processes fare, by what each of them last said.</summary>
internal static class ConsumerStore
{
    private const int LongestProblem = 1_000;
    private static readonly string[] Key = ["Name", "Process"];
    private static readonly string[] Changing = ["Task", "MqUri", "State", "Broker", "Problem", "SinceMs", "LastMs", "Received", "SeenMs"];

    public static Task SaveAsync(IDbSession session, string process, ConsumerReport report, CancellationToken cancellationToken) => session.ExecuteAsync(
        $$"""
        INSERT INTO {x_MessageConsumers} (Name, Process, Task, MqUri, State, Broker, Problem, SinceMs, LastMs, Received, SeenMs)
        VALUES (@Name, @process, @Task, @MqUri, @State, @Broker, @Problem, @SinceMs, @LastMs, @Received, {{session.Dialect.UtcNowMs}}){{session.Dialect.Upsert(Key, Changing)}}
        """,
        new
        {
            report.Settings.Name,
            process,
            report.Settings.Task,
            MqUri = report.Settings.Source.ToString(),
            State = report.Phase.ToString(),
            report.Broker,
            Problem = report.Problem is { Length: > LongestProblem } text ? text[..LongestProblem] : report.Problem,
            SinceMs = report.Since.ToUnixTimeMilliseconds(),
            LastMs = report.Last?.ToUnixTimeMilliseconds(),
            report.Received,
        },
        cancellationToken);

    public static Task<int> RemoveAsync(IDbSession session, string name, string process, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_MessageConsumers} WHERE Name = @name AND Process = @process", new { name, process }, cancellationToken);

    /// <summary>Removes what processes left behind that ended without a word.</summary>
    public static Task<int> ForgetAsync(IDbSession session, TimeSpan silence, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"DELETE FROM {{x_MessageConsumers}} WHERE SeenMs < {session.Dialect.UtcNowMs} - @Silence", new { Silence = (long)silence.TotalMilliseconds }, cancellationToken);

    public static Task<IReadOnlyList<ConsumerRow>> ListAsync(IDbSession session, CancellationToken cancellationToken) => session.QueryAsync<ConsumerRow>(
        $"SELECT Name, Process, Task, MqUri, State, Broker, Problem, SinceMs, LastMs, Received, {session.Dialect.UtcNowMs} - SeenMs AS SilentMs FROM {{x_MessageConsumers}} ORDER BY Name, Process",
        null,
        cancellationToken);
}

/// <summary>A row of <c>x_MessageConsumers</c>.</summary>
internal sealed class ConsumerRow
{
    public required string Name { get; init; }

    public required string Process { get; init; }

    public required string Task { get; init; }

    public required string MqUri { get; init; }

    public required string State { get; init; }

    public string? Broker { get; init; }

    public string? Problem { get; init; }

    public long SinceMs { get; init; }

    public long? LastMs { get; init; }

    public long Received { get; init; }

    /// <summary>For how long its process has not said anything.</summary>
    public long SilentMs { get; init; }
}
