using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Asks a validator with the authorities of the moment. Thread-safe.</summary>
/// <param name="options">How strictly, and whether clients or servers are judged.</param>
/// <param name="trust">Gives the authorities of the moment: the same object as long as nothing changed.</param>
/// <param name="clock">Tells what has expired.</param>
public sealed class ChainJudge(ChainValidationOptions options, Func<CaSnapshot> trust, TimeProvider clock)
{
    private readonly ChainValidator _validator = new(options, clock);

    /// <summary>Judges with the authorities in <paramref name="directory"/>.</summary>
    public ChainJudge(ChainValidationOptions options, CaDirectory directory, TimeProvider clock)
        : this(options, directory.GetSnapshot, clock)
    {
    }

    /// <summary>Judges what a peer sent.</summary>
    /// <param name="sent">DER of the certificate whose key the peer has proved to hold, then of all else it sent.</param>
    /// <returns>A verdict for any bytes; nothing is thrown.</returns>
    public ChainVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> sent) => _validator.Validate(sent, trust());

    /// <summary>Judges again a peer that was accepted before: costs nothing while nothing has expired and the authorities are the same.</summary>
    /// <param name="peer">The peer as it was accepted.</param>
    /// <param name="sent">What it sent then.</param>
    public ChainVerdict JudgeAgain(GridPeer peer, IReadOnlyList<ReadOnlyMemory<byte>> sent) =>
        peer.TrustVersion == trust().Version && clock.GetUtcNow() <= peer.ExpiresAt ? new ChainVerdict.Accepted(peer) : Judge(sent);

    /// <summary>Judges what a server sent that was called as <paramref name="host"/>.</summary>
    internal ChainVerdict JudgeServer(IReadOnlyList<ReadOnlyMemory<byte>> sent, string host)
    {
        // Otherwise proxies would be accepted.
        if (options.Purpose != ChainPurpose.Servers) throw new InvalidOperationException("This judges clients, not servers.");
        var verdict = Judge(sent);
        return verdict is ChainVerdict.Accepted && WrongHost(sent[0], host) is { } wrong ? wrong : verdict;
    }

    /// <summary>What is wrong with a server's certificate, whoever issued it; null when nothing is.</summary>
    internal ChainVerdict.Refused? JudgeServerAlone(IReadOnlyList<ReadOnlyMemory<byte>> sent, string host)
    {
        if (GridCertificate.TryRead(sent[0]) is not { } certificate) return new ChainVerdict.Refused(ChainFault.Malformed, "");
        if (certificate.ProxyInfo is not null) return new ChainVerdict.Refused(ChainFault.ProxyAsServer, certificate.Subject.OneLine);
        return EndEntityCheck.JudgeAlone(certificate, ChainPurpose.Servers, clock.GetUtcNow()) is { } fault
            ? new ChainVerdict.Refused(fault, certificate.Subject.OneLine)
            : WrongHost(sent[0], host);
    }

    private static ChainVerdict.Refused? WrongHost(ReadOnlyMemory<byte> der, string host) =>
        GridCertificate.TryRead(der) is { } certificate && HostNameCheck.Matches(certificate, host)
            ? null
            : new ChainVerdict.Refused(ChainFault.WrongHost, GridCertificate.TryRead(der)?.Subject.OneLine ?? "");
}
