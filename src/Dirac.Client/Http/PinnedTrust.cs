using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Dirac.Client.Http;

/// <summary>Lets connections be made only to the server that a pin stands for, and remembers why one was not. Thread-safe.</summary>
/// <param name="pin">The pin.</param>
/// <param name="clock">The time that certificates must be good at.</param>
internal sealed class PinnedTrust(ServerPin pin, TimeProvider clock)
{
    private volatile string? _refusal;

    /// <summary>What was wrong with the last certificate; null when nothing was.</summary>
    public string? Refusal => _refusal;

    /// <summary>Puts itself into the place of the system's judgement.</summary>
    public void Guard(SocketsHttpHandler handler) => handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Judge };

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _refusal = certificate is X509Certificate2 leaf
            ? PinJudge.Refuse(pin, leaf, chain?.ChainPolicy.ExtraStore ?? [], !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch), clock.GetUtcNow())
            : "presents no certificate";
        return _refusal is null;
    }
}
