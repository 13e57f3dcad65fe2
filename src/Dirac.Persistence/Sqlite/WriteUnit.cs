using System.Data.Common;

namespace Dirac.Persistence.Sqlite;

/// <summary>One caller's unit of work on its way through the writer.</summary>
internal abstract class WriteUnit
{
    /// <summary>Whether the caller no longer waits.</summary>
    public abstract bool IsCancelled { get; }

    /// <summary>What to run after the commit.</summary>
    public abstract IReadOnlyList<Action> AfterCommitActions { get; }

    public abstract Task RunAsync(DbConnection connection);

    public abstract void Succeed();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="WriteUnit"/>
internal sealed class WriteUnit<T>(
    Func<DbConnection, DbSession> open,
    Func<IDbSession, CancellationToken, Task<T>> work,
    AsyncLocal<bool> insideUnit,
    CancellationToken cancellationToken) : WriteUnit
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The work belongs to its caller: traces and log scopes must be the caller's although the writer runs it.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    private DbSession? _session;
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override bool IsCancelled => cancellationToken.IsCancellationRequested;

    public override IReadOnlyList<Action> AfterCommitActions => _session?.AfterCommitActions ?? [];

    public override async Task RunAsync(DbConnection connection)
    {
        _session = open(connection);
        if (_context is null)
            _result = await work(_session, cancellationToken);
        else
            _result = await StartInCallersContextAsync(_session, _context);
    }

    private Task<T> StartInCallersContextAsync(DbSession session, ExecutionContext context)
    {
        Task<T>? running = null;
        ExecutionContext.Run(
            context,
            _ =>
            {
                insideUnit.Value = true;
                running = work(session, cancellationToken);
            },
            null);
        return running!;
    }

    public override void Succeed() => _completion.TrySetResult(_result!);

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
            _completion.TrySetCanceled(cancelled.CancellationToken);
        else
            _completion.TrySetException(exception);
    }
}
