using System.Globalization;
using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Local;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Hands mails to the installation's SMTP server.</summary>
internal sealed class MailSender(IOptions<JobSetOptions> options, TimeProvider clock)
{
    public bool IsConfigured => options.Value.MailHost.Length > 0 && options.Value.MailFrom.Length > 0;

    /// <summary>Sends a report; returns when the server has taken it.</summary>
    public async Task SendAsync(string recipient, JobSetReport report, CancellationToken cancellationToken)
    {
        var mail = options.Value;
        if (!IsConfigured) throw new DiracException(ErrorCode.BadConfiguration, "This server sends no mail.", "Set Mail/Host and Mail/From.");
        using var message = Compose(mail.MailFrom, recipient, report);
        using var client = new SmtpClient { Timeout = mail.TimeoutSeconds * 1_000 };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(mail.TimeoutSeconds * 3), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.ConnectAsync(mail.MailHost, mail.MailPort, Protection(mail.MailProtection), either.Token);
            if (mail.MailUser.Length > 0) await client.AuthenticateAsync(mail.MailUser, Password(mail), either.Token);
            await client.SendAsync(message, either.Token);
            await client.DisconnectAsync(quit: true, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server {mail.MailHost} did not answer in time.");
        }
    }

    // The same message has the same id however often it is sent: mailboxes can drop the second.
    private MimeMessage Compose(string sender, string recipient, JobSetReport report)
    {
        var from = MailboxAddress.Parse(sender);
        var message = new MimeMessage
        {
            Subject = MailText.Subject(report),
            Date = clock.GetUtcNow(),
            MessageId = string.Create(CultureInfo.InvariantCulture, $"set-{report.Set.Id}-{report.Message}-{report.Time.ToUnixTimeMilliseconds()}@{from.Domain}"),
            Body = new TextPart("plain") { Text = MailText.Body(report) },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(recipient));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static string Password(JobSetOptions mail) => Encoding.UTF8.GetString(PrivateFile.Read(mail.MailPasswordFile)).TrimEnd('\r', '\n');

    private static SecureSocketOptions Protection(MailProtection protection) => protection switch
    {
        MailProtection.Tls => SecureSocketOptions.SslOnConnect,
        MailProtection.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
