using Dirac.Model.Errors;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Says where a notice may go. Asked when it is ordered and again when it is sent.</summary>
internal sealed class Recipients(SetOwner owners, MailSender mail, IOptions<JobSetOptions> options)
{
    private const string Own = "mail";
    private const string MailPrefix = "mailto:";

    /// <summary>The mail address meant; null when it is a web hook.</summary>
    /// <param name="to">As the notice has it.</param>
    /// <param name="user">The set's owner.</param>
    /// <exception cref="DiracException">BadRequest: nothing may be sent there.</exception>
    public string? MailOf(string to, string user)
    {
        if (to != Own && !to.StartsWith(MailPrefix, StringComparison.Ordinal))
        {
            WebHook.Parse(to, options.Value);
            return null;
        }

        if (!mail.IsConfigured) throw Refused("This server sends no mail.", "Use a web hook, or ask the administrator for a mail server.");
        var registered = owners.MailOf(user);
        if (to == Own) return registered is null || MailAddresses.Parse(registered) is not { } own ? throw Unregistered(user) : own;
        if (MailAddresses.Parse(to[MailPrefix.Length..]) is not { } address) throw Refused($"'{to}' is not a mail address.", "Write mailto:NAME@DOMAIN, or mail for your own.");
        return string.Equals(address, registered, StringComparison.OrdinalIgnoreCase) || MailAddresses.IsAllowed(address, options.Value.MailRecipients)
            ? address
            : throw Refused($"Mails may not go to {address}.", "Use your registered address (mail), or ask the administrator to allow this one.");
    }

    private static DiracException Unregistered(string user) => Refused($"The registry has no mail address of {user}.", $"Ask for /Registry/Users/{user}/Email.");

    private static DiracException Refused(string message, string advice) => new(ErrorCode.BadRequest, message, advice);
}
