using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>The host's certificate for calling others, read again when it was renewed. Thread-safe; needs no host, so it can call before there is one.</summary>
public sealed class HostClient
{
    private readonly Func<CfgSection> _configuration;
    private readonly Lazy<ChainJudge> _servers;
    private readonly Lock _gate = new();
    private GridTlsClientContext? _current;
    private string _fingerprint = "";

    /// <summary>Reads nothing yet.</summary>
    /// <param name="configuration">Where the files are; environment variables win, as for listeners.</param>
    /// <param name="clock">Judges certificates.</param>
    public HostClient(Func<CfgSection> configuration, TimeProvider clock)
    {
        _configuration = configuration;
        _servers = new Lazy<ChainJudge>(() =>
        {
            var root = configuration();
            var options = new ChainValidationOptions
            {
                Purpose = ChainPurpose.Servers,
                RequireRevocationList = root.GetBool("/DIRAC/Security/RequireRevocationLists"),
                AcceptExpiredRevocationList = root.GetBool("/DIRAC/Security/AcceptExpiredRevocationLists"),
            };
            return new ChainJudge(options, new CaDirectory(Paths(root).Authorities, clock), clock);
        });
    }

    /// <summary>The context for new connections.</summary>
    /// <exception cref="DiracException">The certificate or its key cannot be used.</exception>
    public GridTlsClientContext GetContext()
    {
        var root = _configuration();
        var paths = Paths(root);
        lock (_gate)
        {
            var fingerprint = HostCredentialFile.Fingerprint(paths);
            if (_current is not null && fingerprint == _fingerprint) return _current;
            using var credential = HostCredentialFile.Read(paths);
            _current = new GridTlsClientContext(new GridTlsClientOptions
            {
                Credential = credential,
                Servers = _servers.Value,
                SkipAuthorityCheck = root.GetBool("/DIRAC/Security/SkipCAChecks"),
            });
            _fingerprint = fingerprint;
            return _current;
        }
    }

    private static GridSecurityPaths Paths(CfgSection root) => GridSecurityPaths.Find(root, Environment.GetEnvironmentVariable);
}
