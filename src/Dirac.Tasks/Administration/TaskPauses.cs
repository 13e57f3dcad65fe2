using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Administration;

/// <summary>Holds kinds of task back and lets them go on, in every process. Safe for concurrent use; who may do it is the caller's business.</summary>
public sealed partial class TaskPauses
{
    private readonly IDatabases _databases;
    private readonly TaskRegistry _registry;
    private readonly IDoorbell _doorbell;
    private readonly ILogger _logger;

    internal TaskPauses(IDatabases databases, TaskRegistry registry, IDoorbell doorbell, ILogger<TaskPauses> logger)
    {
        _databases = databases;
        _registry = registry;
        _doorbell = doorbell;
        _logger = logger;
    }

    /// <summary>Has no task of a kind begun any more, from a second or two later on; those that run may end. Tasks are made as before.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="by">Who wants it; at most 128 characters.</param>
    /// <param name="reason">Why; at most 512 characters.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <returns>False when it was paused already: then who, when and why stay as they were. Null when this program declares no such kind.</returns>
    public async Task<bool?> PauseAsync(string name, string by, string reason, CancellationToken cancellationToken)
    {
        if (_registry.Definition(name) is not { } definition)
            return null;

        var paused = await _databases.Get(definition.Database).WriteAsync(
            (session, token) => PauseSql.InsertAsync(session, name, by, reason, token), cancellationToken) == 1;
        if (paused)
            LogPaused(name, by, reason);
        return paused;
    }

    /// <summary>Lets a kind go on, its longest waiting tasks first.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Stops the change. What it leaves undone is done within a minute.</param>
    /// <returns>False when it was not paused; null when this program declares no such kind.</returns>
    public async Task<bool?> ResumeAsync(string name, string by, CancellationToken cancellationToken)
    {
        if (_registry.Definition(name) is not { } definition)
            return null;

        var database = _databases.Get(definition.Database);
        var resumed = await database.WriteAsync((session, token) => PauseSql.DeleteAsync(session, name, token), cancellationToken) == 1;
        if (!resumed)
            return false;

        LogResumed(name, by);
        await Unparking.RunAsync(database, cancellationToken);
        _doorbell.Ring(definition.Database, definition.Size);
        return true;
    }

    [LoggerMessage(4301, LogLevel.Warning, "No task of {Task} is begun any more, says {User}: {Reason}")]
    private partial void LogPaused(string task, string user, string reason);

    [LoggerMessage(4302, LogLevel.Information, "Tasks of {Task} are begun again, says {User}.")]
    private partial void LogResumed(string task, string user);
}
