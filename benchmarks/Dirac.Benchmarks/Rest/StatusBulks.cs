using System.Globalization;
using System.Text;
using Dirac.Client.Jobs;

namespace Dirac.Benchmarks.Rest;

/// <summary>Status updates of 100 jobs in a call, as of payloads that report progress: every update changes its job and makes a line of history.</summary>
internal sealed class StatusBulks : IRestLoad
{
    /// <summary>Jobs in one call.</summary>
    public const int JobsPerCall = 100;

    private const int BulksPerClient = 5;
    private static readonly string[] Starts = ["\"Status\":\"Matched\",\"MinorStatus\":\"Assigned\"", "\"Status\":\"Running\",\"MinorStatus\":\"Application\""];
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly RestFleet _fleet;
    private readonly ForeignEye _eye;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<long[]> _bulks;
    private long _history;
    private int _round;

    private StatusBulks(RestFleet fleet, ForeignEye eye, TimeProvider clock, IReadOnlyList<long[]> bulks) => (_fleet, _eye, _clock, _bulks) = (fleet, eye, clock, bulks);

    /// <summary>Submits jobs and has them run.</summary>
    public static async Task<StatusBulks> PrepareAsync(RestFleet fleet, JobClient jobs, ForeignEye eye, TimeProvider clock, CancellationToken cancellationToken)
    {
        var count = fleet.Clients.Count * BulksPerClient * JobsPerCall;
        var ids = (await jobs.SubmitAsync([$"[ Executable = \"/bin/true\"; Arguments = \"%s\"; Parameters = {count}; ]"], cancellationToken)).Select(job => job.JobID).ToArray();
        while (await eye.CountWaitingAsync(ids[0], ids[^1], cancellationToken) < ids.Length) await Task.Delay(Glance, clock, cancellationToken);
        var load = new StatusBulks(fleet, eye, clock, [.. ids.Chunk(JobsPerCall)]);
        load._history = await load.CountAsync(cancellationToken);
        foreach (var start in Starts) await load.SendAsync(load._bulks.Count, _ => start, cancellationToken);
        return load;
    }

    public Task RunAsync(int count, CancellationToken cancellationToken)
    {
        var round = ++_round;
        return SendAsync(count, turn => $"\"ApplicationStatus\":\"part {round}.{turn} done\"", cancellationToken);
    }

    private async Task SendAsync(int calls, Func<int, string> update, CancellationToken cancellationToken)
    {
        await _fleet.ShareAsync(calls, (client, turn, token) => SendAsync(client, Bulk(client.Number, turn), update(turn), token), cancellationToken);
        _history += (long)calls * JobsPerCall;
        while (await CountAsync(cancellationToken) < _history) await Task.Delay(Glance, _clock, cancellationToken);
    }

    // A client has jobs of its own, so the updates of a job come in their order.
    private long[] Bulk(int client, int turn) => _bulks[(client * BulksPerClient) + (turn / _fleet.Clients.Count % BulksPerClient)];

    private static async Task SendAsync(RestClient client, long[] ids, string update, CancellationToken cancellationToken)
    {
        var now = client.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var body = string.Join(',', ids.Select(id => $"\"{id}\":{{\"{now}\":{{{update},\"Source\":\"JobWrapper\"}}}}"));
        var reply = await client.SendJsonAsync(HttpMethod.Patch, "/api/jobs/status", Encoding.UTF8.GetBytes($"{{{body}}}"), cancellationToken);
        if (reply.AsSpan().IndexOf("\"failed\":{}"u8) < 0) throw new InvalidOperationException($"Updates were refused: {Encoding.UTF8.GetString(reply)}");
    }

    private Task<long> CountAsync(CancellationToken cancellationToken) => _eye.CountHistoryAsync(_bulks[0][0], _bulks[^1][^1], cancellationToken);
}
