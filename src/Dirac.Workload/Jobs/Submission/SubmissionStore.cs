using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Submission;

/// <summary>The SQL of <c>x_Submissions</c>: submissions that had a key, for as long as a client may repeat them.</summary>
internal static class SubmissionStore
{
    /// <summary>For how long a key is remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    /// <summary>The submission of a caller with a key; null when there was none.</summary>
    public static Task<SubmissionRow?> FindAsync(IDbSession session, Caller caller, SubmissionKey key, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<SubmissionRow>(
            "SELECT Digest, FirstJobID, Jobs, CreatedMs FROM {x_Submissions} WHERE VO = @Vo AND Owner = @UserName AND SubmissionKey = @Text",
            new { caller.Vo, caller.UserName, key.Text },
            cancellationToken);

    /// <summary>Takes a key for this transaction; false when another submission has it. Waits for one that is being stored.</summary>
    public static async Task<bool> TakeAsync(IDbSession session, Caller caller, SubmissionKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = (now - Remembered).ToUnixTimeMilliseconds();
        await session.ExecuteAsync("DELETE FROM {x_Submissions} WHERE CreatedMs < @old", new { old }, cancellationToken);
        return await session.ExecuteAsync(
            $"{session.Dialect.InsertIgnore} {{x_Submissions}} (VO, Owner, SubmissionKey, Digest, CreatedMs) VALUES (@Vo, @UserName, @Text, @Digest, @ms)",
            new { caller.Vo, caller.UserName, key.Text, key.Digest, ms = now.ToUnixTimeMilliseconds() },
            cancellationToken) == 1;
    }

    /// <summary>Notes which jobs came of it.</summary>
    public static Task CompleteAsync(IDbSession session, Caller caller, SubmissionKey key, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_Submissions} SET FirstJobID = @first, Jobs = @count WHERE VO = @Vo AND Owner = @UserName AND SubmissionKey = @Text",
            new { first = ids[0], count = ids.Count, caller.Vo, caller.UserName, key.Text },
            cancellationToken);
}
