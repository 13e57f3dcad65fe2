using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>Lets parked tasks of kinds that are paused no more go on. May be repeated and may end half way.</summary>
internal static class Unparking
{
    // Short transactions: claims of other kinds go on meanwhile.
    private const int AtOnce = 1_000;

    public static async Task RunAsync(IDatabase database, CancellationToken cancellationToken)
    {
        while (await database.WriteAsync((session, token) => PauseSql.UnparkAsync(session, AtOnce, token), cancellationToken) == AtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
