using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Serving.Https;

internal sealed partial class HttpsCertificates
{
    [LoggerMessage(5820, LogLevel.Information, "https is served with a certificate of this installation's own authority, whose SHA-256 is {Fingerprint}, for {Names}")]
    private partial void LogOwn(string fingerprint, string names);

    [LoggerMessage(5821, LogLevel.Information, "https is served with the certificate {Subject} for {Names}, whose SHA-256 is {Fingerprint}; it ends {End:u}")]
    private partial void LogPresented(string subject, string names, string fingerprint, DateTimeOffset end);

    [LoggerMessage(5822, LogLevel.Error, "The new certificate for https is not usable, the old one stays in force: {Problem}")]
    private partial void LogKeptOld(string problem);

    [LoggerMessage(5823, LogLevel.Warning, "The certificate for https in {File} ends {End:u}, in {Days} days: renew it")]
    private partial void LogEndNears(string file, DateTimeOffset end, int days);

    [LoggerMessage(5824, LogLevel.Error, "The certificate for https in {File} ended {End:u}, and clients refuse it: renew it")]
    private partial void LogEnded(string file, DateTimeOffset end);
}
