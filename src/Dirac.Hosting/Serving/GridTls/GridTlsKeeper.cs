using System.Collections.Concurrent;
using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Keeps the host's certificate and the trusted authorities as they are on disk, for all listeners. Thread-safe.</summary>
/// <remarks>
/// Files are looked at when a connection is made and a minute has passed. A certificate that was renewed is presented to new connections, while the
/// others go on; files that cannot be used leave the old certificate in force and are told of once.
/// </remarks>
public sealed partial class GridTlsKeeper
{
    private const int UsualMemory = 300;

    private readonly IConfigurationSnapshots _configuration;
    private readonly TimeProvider _clock;
    private readonly ILogger<GridTlsKeeper> _logger;
    private readonly Func<string, string?> _environment;
    private readonly Lock _gate = new();
    private volatile Contexts? _current;
    private long _checkedAt;
    private string _lastProblem = "";

    /// <summary>Reads nothing yet but the configuration.</summary>
    public GridTlsKeeper(IConfigurationSnapshots configuration, TimeProvider clock, ILogger<GridTlsKeeper> logger)
        : this(configuration, clock, logger, Environment.GetEnvironmentVariable)
    {
    }

    internal GridTlsKeeper(IConfigurationSnapshots configuration, TimeProvider clock, ILogger<GridTlsKeeper> logger, Func<string, string?> environment)
    {
        _configuration = configuration;
        _clock = clock;
        _logger = logger;
        _environment = environment;
        var root = configuration.Current.Root;
        Authorities = new CaDirectory(GridSecurityPaths.Find(root, environment).Authorities, clock);
        var options = new ChainValidationOptions
        {
            RequireRevocationList = root.GetBool("/DIRAC/Security/RequireRevocationLists"),
            AcceptExpiredRevocationList = root.GetBool("/DIRAC/Security/AcceptExpiredRevocationLists"),
            RememberChainsFor = TimeSpan.FromSeconds(root.GetInt("/DIRAC/Security/RememberChains", UsualMemory)),
        };
        Clients = new ChainJudge(options, Authorities, clock);
        Servers = new ChainJudge(options with { Purpose = ChainPurpose.Servers }, Authorities, clock);
    }

    /// <summary>How often the host's files are looked at.</summary>
    public static TimeSpan CheckEvery => CaDirectory.CheckEvery;

    /// <summary>The trusted authorities.</summary>
    public CaDirectory Authorities { get; }

    /// <summary>Judges the certificates of those who call us.</summary>
    public ChainJudge Clients { get; }

    /// <summary>Judges the certificates of servers that we call, for <see cref="GridTlsClientOptions.Servers"/>.</summary>
    public ChainJudge Servers { get; }

    /// <summary>The context for new connections.</summary>
    /// <exception cref="DiracException">There is no usable certificate, and never was one.</exception>
    public GridTlsServerContext GetContext(GridTlsListening listening)
    {
        if (_current is { } current && !IsDue()) return current.Get(listening);
        if (_current is null) _gate.Enter();
        else if (!_gate.TryEnter()) return _current.Get(listening);
        try
        {
            if (_current is null || IsDue())
            {
                _current = Refresh(_current);
                Volatile.Write(ref _checkedAt, _clock.GetTimestamp());
            }

            return _current.Get(listening);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private bool IsDue() => _clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= CheckEvery;

    private Contexts Refresh(Contexts? before)
    {
        var paths = GridSecurityPaths.Find(_configuration.Current.Root, _environment);
        try
        {
            var fingerprint = HostCredentialFile.Fingerprint(paths);
            if (before?.Fingerprint == fingerprint) return before;
            var fresh = new Contexts(fingerprint, HostCredentialFile.Read(paths), Clients);
            fresh.Check();
            LogPresented(fresh.Host.Subject.OneLine, fresh.Host.ExpiresAt);
            _lastProblem = "";
            return fresh;
        }
        catch (Exception problem) when (before is not null && problem is DiracException or IOException or UnauthorizedAccessException)
        {
            // A certificate is often replaced before its key, or the other way round: the next look may find both.
            if (problem.Message != _lastProblem) LogKeptOld(problem.Message);
            _lastProblem = problem.Message;
            return before!;
        }
    }

    /// <summary>Contexts with one certificate of the host, one for each way of listening.</summary>
    private sealed class Contexts(string fingerprint, GridCredential host, ChainJudge clients)
    {
        private readonly ConcurrentDictionary<GridTlsListening, GridTlsServerContext> _made = new();

        public string Fingerprint => fingerprint;

        public GridCredential Host => host;

        public void Check() => Get(GridTlsListening.Dips);

        public GridTlsServerContext Get(GridTlsListening listening) => _made.GetOrAdd(listening, _ => new GridTlsServerContext(host, new GridTlsServerOptions
        {
            Clients = clients,
            RequireClientCertificate = listening.RequireClientCertificate,
            ApplicationProtocols = listening.ApplicationProtocols,
        }));
    }
}
