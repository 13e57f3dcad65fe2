using Dirac.Persistence;
using Dirac.Tasks.Tuning;
using FsCheck.Xunit;

namespace Dirac.Tasks.Tests.Tuning;

public sealed class ConnectionBudgetTests
{
    [Fact]
    public void Of_TurnsOnAFewConnections_LeavesCallsAlone() => Assert.Null(ConnectionBudget.Of([new FakeDatabase(null)], 50).Calls);

    [Fact]
    public void Of_PoolSmallerThanTheOption_CountsAsTheBudget()
    {
        var budget = ConnectionBudget.Of([new FakeDatabase(100), new FakeDatabase(12)], 50);

        Assert.Equal(12, budget.Own + budget.Calls);
    }

    [Property]
    public bool Share_SmallBudget_GivesEachClassAtLeastOneAndTogetherNoMore(byte small, byte medium, byte large, byte most)
    {
        int[] fewest = [small + 1, medium + 1, large + 1];
        var budget = new ConnectionBudget(4, 3 + most);

        int[] shares = [.. fewest.Select(calls => budget.Share(calls, fewest.Sum()))];

        return shares.All(calls => calls >= 1) && (shares.Sum() <= budget.Calls || shares.Contains(1)) && shares.Zip(fewest).All(pair => pair.First <= pair.Second);
    }

    private sealed class FakeDatabase(int? poolSize) : IDatabase
    {
        public string Name => "FakeDB";

        public Dialect Dialect => throw new NotSupportedException();

        public int? PoolSize => poolSize;

        public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
