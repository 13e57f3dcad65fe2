using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Workload.Sets;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="JobSetOptions"/> from the section <c>/Systems/WorkloadManagement/JobSets</c> of the configuration.</summary>
internal sealed class ConfigureJobSets(IConfigurationSnapshots snapshots) : IConfigureOptions<JobSetOptions>
{
    private const string Section = "/Systems/WorkloadManagement/JobSets";

    public void Configure(JobSetOptions options)
    {
        var section = snapshots.Current.Root.GetSection(Section) ?? CfgSection.Empty;
        options.MaxJobsPerSet = Number(section, "MaxJobsPerSet", options.MaxJobsPerSet);
        options.MaxSetsPerOwner = Number(section, "MaxSetsPerOwner", options.MaxSetsPerOwner);
        options.KeepDays = Number(section, "KeepDays", options.KeepDays);
        options.CheckIntervalSeconds = Number(section, "CheckIntervalSeconds", options.CheckIntervalSeconds);
        options.MaxFailuresTold = Number(section, "MaxFailuresTold", options.MaxFailuresTold);
        options.TimeoutSeconds = Number(section, "TimeoutSeconds", options.TimeoutSeconds);
        options.AllowHttpToLoopback = section.GetBool("WebHooks/AllowHttpToLoopback", options.AllowHttpToLoopback);
        options.AllowedNetworks = section.GetList("WebHooks/AllowedNetworks");
        options.MailHost = section.GetOption("Mail/Host", options.MailHost);
        options.MailPort = Number(section, "Mail/Port", options.MailPort);
        options.MailProtection = Protection(section, options.MailProtection);
        options.MailFrom = section.GetOption("Mail/From", options.MailFrom);
        options.MailUser = section.GetOption("Mail/User", options.MailUser);
        options.MailPasswordFile = section.GetOption("Mail/PasswordFile", options.MailPasswordFile);
        options.MailRecipients = section.GetList("Mail/Recipients");
    }

    private static int Number(CfgSection section, string name, int usual)
    {
        if (section.GetOption(name) is not { Length: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(name, text, "a whole number");
    }

    private static MailProtection Protection(CfgSection section, MailProtection usual)
    {
        if (section.GetOption("Mail/Protection") is not { Length: > 0 } text) return usual;
        return Enum.GetNames<MailProtection>().Contains(text) ? Enum.Parse<MailProtection>(text) : throw Bad("Mail/Protection", text, $"one of {string.Join(", ", Enum.GetNames<MailProtection>())}");
    }

    private static DiracException Bad(string name, string text, string wanted) =>
        new(ErrorCode.BadConfiguration, $"{Section}/{name} = {text} is not {wanted}.", "Mend the configuration and start again.");
}
