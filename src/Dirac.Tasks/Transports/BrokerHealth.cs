using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Transports;

/// <summary>What this process knows of its broker. Safe for concurrent use; a loss and a return are logged once each, whoever notices.</summary>
internal sealed partial class BrokerHealth(string transport, TimeSpan takeOver, TimeProvider time, ILogger<BrokerHealth> logger)
{
    private readonly Lock _lock = new();
    private long? _downSince;
    private string? _incarnation;

    /// <summary>The owner of tasks handed over now; null before the broker has answered for the first time.</summary>
    public string? Owner
    {
        get
        {
            lock (_lock)
                return _incarnation is null ? null : $"{transport}/{_incarnation}";
        }
    }

    /// <summary>Whether it has been away so long that workers claim in the database what it would carry.</summary>
    public bool IsAway
    {
        get
        {
            lock (_lock)
                return _downSince is { } since && time.GetElapsedTime(since) >= takeOver;
        }
    }

    /// <summary>The broker has answered.</summary>
    /// <param name="incarnation">With what name.</param>
    public void Up(string incarnation)
    {
        string? before;
        bool back;
        lock (_lock)
        {
            before = _incarnation;
            back = _downSince is not null;
            _incarnation = incarnation;
            _downSince = null;
        }
        if (back)
            LogBack(transport);
        if (before is not null && before != incarnation)
            LogNew(transport);
    }

    /// <summary>The broker cannot be reached.</summary>
    public void Down(Exception exception)
    {
        lock (_lock)
        {
            if (_downSince is not null)
                return;
            _downSince = time.GetTimestamp();
        }
        LogLost(transport, takeOver, exception.Message);
    }

    [LoggerMessage(4421, LogLevel.Warning, "The broker {Transport} cannot be reached; in {TakeOver} workers claim tasks in the database until it is back: {Error}")]
    private partial void LogLost(string transport, TimeSpan takeOver, string error);

    [LoggerMessage(4422, LogLevel.Information, "The broker {Transport} is back and carries tasks again.")]
    private partial void LogBack(string transport);

    [LoggerMessage(4423, LogLevel.Warning, "The broker {Transport} was restarted or has lost what it held; what is missing is handed over again.")]
    private partial void LogNew(string transport);
}
