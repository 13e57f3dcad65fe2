using System.Globalization;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Tells how operations go. A user sees one's own, an administrator those of the VO.</summary>
internal sealed class FollowOperation(WorkloadDatabases databases, UndoWindow window, OperationBell bell, LongPoll poll)
{
    private const int MostWaitSeconds = 60;
    private const int MostOutcomes = 50;
    private const int MostFailures = 50;

    /// <summary>Another server may work on it, whose bell is not heard here.</summary>
    private const int LookEverySeconds = 1;

    /// <summary>The operation, if it exists for the caller.</summary>
    /// <exception cref="DiracException">NotFound: it does not.</exception>
    public async Task<OperationRow> FindAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var row = await databases.Jobs.ReadAsync((session, token) => OperationStore.FindAsync(session, id, token), cancellationToken);
        var isVisible = row is not null && row.VO == caller.Vo && row.State != OperationState.Filling && (row.UserName == caller.UserName || IsAdministrator(caller));
        return isVisible ? row! : throw new DiracException(ErrorCode.NotFound, $"There is no operation {id}.", "'dirac operation list' lists yours.");
    }

    public async Task<IReadOnlyList<JobOperation>> ListAsync(Caller caller, bool all, int most, CancellationToken cancellationToken)
    {
        var user = all && IsAdministrator(caller) ? null : caller.UserName;
        var rows = await databases.Jobs.ReadAsync((session, token) => OperationStore.NewestAsync(session, caller.Vo, user, most, token), cancellationToken);
        return [.. rows.Select(ToMessage)];
    }

    /// <summary>One operation with its outcomes, at once or when it has gone on.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Which.</param>
    /// <param name="wait">The longest wait, seconds.</param>
    /// <param name="after">Answers as soon as more jobs than this are done; null waits for the end.</param>
    /// <param name="cancellationToken">The caller hung up.</param>
    public async Task<JobOperation> ShowAsync(Caller caller, long id, int wait, int? after, CancellationToken cancellationToken)
    {
        if (wait is < 0 or > MostWaitSeconds) throw new DiracException(ErrorCode.BadRequest, $"wait is 0 to {MostWaitSeconds} seconds.");
        var deadline = poll.Deadline(wait);
        while (true)
        {
            var rung = bell.Rung;
            var row = await FindAsync(caller, id, cancellationToken);
            if (!row.IsActive || Worked(row) > after || !await WaitAsync(rung, deadline, cancellationToken)) return await DetailAsync(row, cancellationToken);
        }
    }

    // False when the deadline has come.
    private async Task<bool> WaitAsync(Task rung, long deadline, CancellationToken cancellationToken)
    {
        var soon = poll.Deadline(LookEverySeconds);
        return await poll.WaitAsync(rung, Math.Min(soon, deadline), cancellationToken) || soon < deadline;
    }

    private async Task<JobOperation> DetailAsync(OperationRow row, CancellationToken cancellationToken)
    {
        var (outcomes, failures) = await databases.Jobs.ReadAsync(
            async (session, token) =>
            (
                await OperationJobStore.OutcomesAsync(session, row.Id, MostOutcomes, token),
                (IReadOnlyList<OperationJobRow>)[.. await FailuresAsync(session, row.Id, OperationStep.Failed, token), .. await FailuresAsync(session, row.Id, OperationStep.Kept, token)]
            ),
            cancellationToken);
        return ToMessage(row) with
        {
            Outcomes = [.. outcomes.Select(ToMessage)],
            Failures = [.. failures.Select(job => new OperationFailure(job.JobID, job.Reason ?? ""))],
            Search = row.Search is { } search ? JsonSerializer.Deserialize(search, ModelJsonContext.Default.IReadOnlyListSearchCondition) : null,
        };
    }

    private static Task<IReadOnlyList<OperationJobRow>> FailuresAsync(IDbSession session, long id, OperationStep step, CancellationToken cancellationToken) =>
        OperationJobStore.AtAsync(session, id, step, MostFailures, cancellationToken);

    private JobOperation ToMessage(OperationRow row) => new()
    {
        Id = row.Id,
        Verb = row.Verb,
        State = row.State,
        Owner = row.UserName,
        OwnerGroup = row.UserGroup,
        Note = row.Note,
        Total = row.Total,
        IsTotalKnown = row.Selected,
        Done = row.Succeeded + row.Failed,
        Succeeded = row.Succeeded,
        Failed = row.Failed,
        Restored = row.Restored,
        Kept = row.Kept,
        Problem = row.Problem,
        Created = Moment(row.CreatedMs)!.Value,
        Started = Moment(row.StartedMs),
        Ended = Moment(row.EndedMs),
        Undone = Moment(row.UndoneMs),
        UndoUntil = window.EndOf(row),
    };

    private static OperationOutcome ToMessage(OutcomeRow row) => new(
        row.Kind, row.Text, row.Jobs, [.. row.Examples.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture))]);

    private static int Worked(OperationRow row) => row.Succeeded + row.Failed + row.Restored + row.Kept;

    private static bool IsAdministrator(Caller caller) => caller.Properties.Has(DiracProperties.JobAdministrator);

    private static DateTimeOffset? Moment(long? ms) => ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
