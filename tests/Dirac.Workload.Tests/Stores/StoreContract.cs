using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Testing;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Submission;

namespace Dirac.Workload.Tests.Stores;

/// <summary>What the contracts of all stores need: the databases of an engine, and jobs in them.</summary>
public abstract class StoreContract(Support.Stores stores, Engine engine) : IAsyncLifetime
{
    protected static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private TestDatabases? _databases;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TestDatabases Databases => _databases!;

    public async ValueTask InitializeAsync() => _databases = await stores.GetAsync(engine);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<T> ReadAsync<T>(string database, Func<IDbSession, CancellationToken, Task<T>> work) => Databases.Get(database).ReadAsync(work, Token);

    protected Task<T> WriteAsync<T>(string database, Func<IDbSession, CancellationToken, Task<T>> work) => Databases.Get(database).WriteAsync(work, Token);

    protected Task WriteAsync(string database, Func<IDbSession, CancellationToken, Task> work) => Databases.Get(database).WriteAsync(work, Token);

    protected Task<long> CountAsync(string database, string table, string where) => ReadAsync(
        database, (session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}} WHERE {where}", null, token));

    protected Task<IReadOnlyList<long>> AddJobsAsync(int count, string attributes = "", string vo = "demo") => WriteAsync(
        "JobDB",
        (session, token) => JobStore.InsertAsync(
            session,
            [.. Enumerable.Range(0, count).Select(_ => JobFactory.Derive(ClassAd.Parse($"[ Executable = \"/bin/true\"; {attributes} ]"), "ann", "demo_user", vo))],
            Now,
            token));
}
