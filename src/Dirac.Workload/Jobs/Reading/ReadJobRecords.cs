using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs.Reading;

/// <summary>What is kept about one job besides its row and parameters: what optimizers and earlier cycles left, samples, files, descriptions.</summary>
internal sealed class ReadJobRecords(WorkloadDatabases databases, ReadableJobs readable, IJobParameterStore parameters)
{
    private const int MostSamples = 10_000;

    public async Task<IReadOnlyDictionary<string, string>> OptimizerParametersAsync(
        Caller caller, long id, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var all = await LookAsync(caller, id, (session, token) => ParameterStore.GetOptimizerAsync(session, id, token), cancellationToken);
        return names is { Count: > 0 } ? all.Where(value => names.Contains(value.Key)).ToDictionary() : all;
    }

    /// <summary>Parameters of earlier cycles, by cycle.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>>> AtticParametersAsync(
        Caller caller, long id, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        await readable.DemandAsync(caller, id, cancellationToken);
        return await parameters.GetArchivedAsync(id, names is { Count: > 0 } ? names : null, cancellationToken);
    }

    /// <summary>Samples of a job's figures, oldest first: the newest 10,000, or the last of each.</summary>
    public async Task<IReadOnlyList<HeartbeatSample>> HeartbeatsAsync(Caller caller, long id, bool latest, CancellationToken cancellationToken)
    {
        var rows = await LookAsync(caller, id, (session, token) => ParameterStore.GetHeartbeatsAsync(session, id, MostSamples, token), cancellationToken);
        var wanted = latest ? rows.DistinctBy(row => row.Name) : rows;
        return [.. wanted.Reverse().Select(row => new HeartbeatSample(row.Name, row.Value, new DateTimeOffset(row.HeartBeatTime, TimeSpan.Zero)))];
    }

    public async Task<IReadOnlyList<JobInputFile>> InputDataAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var rows = await LookAsync(
            caller,
            id,
            (session, token) => session.QueryAsync<InputDataRow>("SELECT LFN, Status FROM {InputData} WHERE JobID = @id ORDER BY LFN", new { id }, token),
            cancellationToken);
        return [.. rows.Select(row => new JobInputFile(row.LFN, row.Status))];
    }

    /// <summary>The description as the server derived it, or as it was submitted.</summary>
    public async Task<JobJdl> JdlAsync(Caller caller, long id, bool original, CancellationToken cancellationToken)
    {
        var texts = (await LookAsync(caller, id, (session, token) => JobStore.LoadJdlsAsync(session, [id], token), cancellationToken)).Single();
        return new JobJdl(id, original ? texts.OriginalText : texts.DerivedText);
    }

    private async Task<T> LookAsync<T>(Caller caller, long id, Func<IDbSession, CancellationToken, Task<T>> look, CancellationToken cancellationToken)
    {
        await readable.DemandAsync(caller, id, cancellationToken);
        return await databases.Jobs.ReadAsync(look, cancellationToken);
    }

    private sealed class InputDataRow
    {
        public string LFN { get; init; } = "";

        public string Status { get; init; } = "";
    }
}
