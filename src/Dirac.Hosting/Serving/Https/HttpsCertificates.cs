using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Dirac.Hosting.Access;
using Dirac.Model.Errors;
using Dirac.Security.Local;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.Https;

/// <summary>Which certificate https is served with: that of the files given, or one of the installation's own authority. Thread-safe.</summary>
/// <remarks>
/// Programs on this machine call loopback addresses, which no certificate authority certifies: those connections get the certificate of the own authority in
/// any case, whose <c>ca.pem</c> they know.
/// </remarks>
internal sealed partial class HttpsCertificates
{
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    private readonly LocalCertificateAuthority _authority;
    private readonly TimeProvider _clock;
    private readonly ILogger<HttpsCertificates> _logger;
    private readonly HttpsFiles? _files;
    private readonly string? _name;
    private readonly Lock _gate = new();
    private volatile LoadedCertificate? _loaded;
    private volatile LoadedCertificate? _own;
    private string _lastProblem = "";
    private DateTimeOffset _warnAt;

    /// <summary>Reads nothing yet.</summary>
    public HttpsCertificates(HostingOptions options, LocalCertificateAuthority authority, TimeProvider clock, ILogger<HttpsCertificates> logger)
    {
        (_authority, _clock, _logger) = (authority, clock, logger);
        _files = HttpsFiles.Of(options);
        _name = new Uri(options.PublicUrl) is { IsLoopback: false } url ? url.Host.Trim('[', ']') : null;
    }

    /// <summary>The files that are watched; none when the own authority does it.</summary>
    public IReadOnlyList<string> Files => _files is { } files ? [files.Certificate, files.Key] : [];

    /// <summary>Makes everything ready, so that a fault shows at start and not at the first handshake.</summary>
    /// <exception cref="DiracException">BadConfiguration: the files given cannot be used.</exception>
    public void Open()
    {
        var own = Own();
        if (_files is null)
        {
            LogOwn(LoadedCertificate.Fingerprint(OwnAuthority()), own.Names);
            return;
        }

        _loaded = _files.Read(_name, _clock.GetUtcNow());
        LogPresented(_loaded.Leaf.Subject, _loaded.Names, LoadedCertificate.Fingerprint(_loaded.Leaf), _loaded.End);
        WarnIfEndNears();
    }

    /// <summary>Looks at the files again: what cannot be used leaves the certificate from before in force.</summary>
    public void Look()
    {
        lock (_gate)
        {
            if (_files is null || _loaded is not { } before) return;
            try
            {
                var fresh = _files.Read(_name, _clock.GetUtcNow());
                _lastProblem = "";
                if (fresh.Leaf.RawDataMemory.Span.SequenceEqual(before.Leaf.RawDataMemory.Span) && fresh.Others.SequenceEqual(before.Others))
                {
                    WarnIfEndNears();
                    return;
                }

                _loaded = fresh;
                _warnAt = default;
                LogPresented(fresh.Leaf.Subject, fresh.Names, LoadedCertificate.Fingerprint(fresh.Leaf), fresh.End);
            }
            catch (DiracException problem)
            {
                // A certificate is often replaced before its key, or the other way round: the next look may find both.
                if (problem.Message != _lastProblem) LogKeptOld(problem.Message);
                _lastProblem = problem.Message;
            }

            WarnIfEndNears();
        }
    }

    /// <summary>How a connection is encrypted.</summary>
    /// <param name="serverName">The name the client asks for; empty for an address.</param>
    /// <param name="local">The address it came to.</param>
    public SslServerAuthenticationOptions For(string serverName, IPAddress? local) => new()
    {
        ServerCertificateContext = Choose(serverName, local).Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    /// <summary>The authority that vouches for a connection's certificate; null when everybody's system is expected to know it.</summary>
    /// <param name="serverName">The name the client asked for.</param>
    /// <param name="local">The address it came to.</param>
    public X509Certificate2? AuthorityOf(string serverName, IPAddress? local) => Choose(serverName, local) is var chosen && chosen == _loaded ? chosen.Root : OwnAuthority();

    private LoadedCertificate Choose(string serverName, IPAddress? local)
    {
        if (_loaded is not { } loaded) return Own();
        var isOfThisMachine = local is not null && IPAddress.IsLoopback(local.Plain());
        return isOfThisMachine && !(serverName.Length > 0 && loaded.Leaf.MatchesHostname(serverName, allowWildcards: true, allowCommonName: false)) ? Own() : loaded;
    }

    private LoadedCertificate Own()
    {
        var leaf = _authority.ServerCertificate;
        if (_own is { } own && ReferenceEquals(own.Leaf, leaf)) return own;
        return _own = new LoadedCertificate(leaf, [], SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true));
    }

    private X509Certificate2 OwnAuthority() => X509CertificateLoader.LoadCertificateFromFile(_authority.CertificatePath);

    private void WarnIfEndNears()
    {
        var (now, end) = (_clock.GetUtcNow(), _loaded!.End);
        if (end - now > WarnBefore || now < _warnAt) return;
        _warnAt = now + WarnEvery;
        if (end > now) LogEndNears(_files!.Certificate, end, (end - now).Days);
        else LogEnded(_files!.Certificate, end);
    }
}
