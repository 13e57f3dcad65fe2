using Dirac.Tasks.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Dirac.Tasks.Redis;

/// <summary>The process's connection to Redis, made with its first use and made anew whenever it breaks. Nothing waits for it: without one every call fails at once.</summary>
internal sealed partial class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(3);

    private readonly ILogger<RedisConnection> _logger;
    private readonly IOptions<BrokerOptions> _options;
    private readonly Lock _lock = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private int _isLost;

    public RedisConnection(IOptions<BrokerOptions> options, ILogger<RedisConnection> logger)
    {
        _options = options;
        _logger = logger;
    }

    /// <summary>The connection is there again: what was announced meanwhile was missed.</summary>
    public event Action? Restored;

    /// <summary>The connection; it may be a broken one that is being mended.</summary>
    public Task<ConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_connecting is null or { IsFaulted: true })
                _connecting = ConnectAsync(Settings(_options.Value.Redis ?? ""));
            return _connecting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Notes that Redis cannot be reached; only the first time since it could is logged.</summary>
    public void ReportLost(string error)
    {
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
            LogLost(error);
    }

    /// <summary>Whether a text is an address of a Redis server.</summary>
    public static bool IsAddress(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connecting is { IsFaulted: false } connecting)
            await (await connecting).DisposeAsync();
    }

    private static ConfigurationOptions Settings(string address)
    {
        var settings = ConfigurationOptions.Parse(address);
        settings.ClientName = "dirac-tasks";
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = (int)ConnectTime.TotalMilliseconds;
        settings.ConnectRetry = 1;
        settings.ReconnectRetryPolicy = new LinearRetry((int)RetryInterval.TotalMilliseconds);
        return settings;
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions settings)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(settings);
        connection.ConnectionFailed += (_, failure) => ReportLost(failure.FailureType.ToString());
        connection.ConnectionRestored += (_, _) => ReportRestored();
        if (!connection.IsConnected)
            ReportLost("no connection could be made");
        return connection;
    }

    private void ReportRestored()
    {
        if (Interlocked.Exchange(ref _isLost, 0) == 1)
            LogRestored();
        Restored?.Invoke();
    }

    [LoggerMessage(4401, LogLevel.Warning, "The connection to Redis is lost; without its rings workers look at the table from time to time. It is made anew: {Error}")]
    private partial void LogLost(string error);

    [LoggerMessage(4402, LogLevel.Information, "The connection to Redis is there again.")]
    private partial void LogRestored();
}
