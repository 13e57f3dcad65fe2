using System.Security.Cryptography;
using System.Text;
using Dirac.Persistence;

namespace Dirac.Tasks.Intake;

/// <summary>Remembers for a while which messages of a source were taken, so that one delivered again does not count twice.</summary>
public static class TakenMessages
{
    private const int MostForgotten = 1_000;

    /// <summary>Notes, in the transaction that makes its task, that a message was taken; false when it was taken before and must not make another.</summary>
    /// <param name="session">A writing session of the database of the task.</param>
    /// <param name="source">Where messages come from: at most 64 characters.</param>
    /// <param name="id">What identifies the message there, if it is delivered again.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public static async Task<bool> NoteAsync(IDbSession session, string source, string id, CancellationToken cancellationToken)
    {
        var args = new { Source = source, Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40] };
        return await session.ExecuteAsync($"{session.Dialect.InsertIgnore} {{x_TakenMessages}} (Source, MessageHash) VALUES (@Source, @Hash)", args, cancellationToken) == 1;
    }

    /// <summary>Forgets some of the messages that were taken longer ago than <paramref name="keep"/>. Repeat it until it gives 0.</summary>
    /// <param name="session">A writing session.</param>
    /// <param name="source">Where they came from.</param>
    /// <param name="keep">For how long they are remembered.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>How many, at most 1000.</returns>
    public static async Task<int> ForgetAsync(IDbSession session, string source, TimeSpan keep, CancellationToken cancellationToken)
    {
        var old = await session.QueryAsync<string>(
            $"SELECT MessageHash FROM {{x_TakenMessages}} WHERE Source = @Source AND TakenMs < {session.Dialect.UtcNowMs} - @KeepMs ORDER BY TakenMs LIMIT {MostForgotten}",
            new { Source = source, KeepMs = (long)keep.TotalMilliseconds },
            cancellationToken);
        return old.Count == 0 ? 0 : await session.ExecuteAsync("DELETE FROM {x_TakenMessages} WHERE Source = @Source AND MessageHash IN @old", new { Source = source, old }, cancellationToken);
    }
}
