using System.CommandLine;

namespace Dirac.Cli.Sites;

/// <summary>The options of <c>dirac site add</c>.</summary>
internal sealed class AddSiteOptions
{
    private readonly Option<string?> _name = new("--name") { HelpName = "SITE", Description = "Name of the site (default: made of the host's)." };
    private readonly Option<int?> _processors = new("--processors") { HelpName = "N", Description = "Processors of each pilot (default: all of a host, 1 on a cluster)." };
    private readonly Option<int?> _pilots = new("--pilots") { HelpName = "N", Description = "The most pilots at once (default: 1 on a host, 10 on a cluster)." };
    private readonly Option<string?> _area = new("--shared-area") { HelpName = "DIR", Description = "Directory there for pilots, which its nodes see too (default: ~/.dirac)." };
    private readonly Option<string[]> _ssh = new("--ssh-option") { HelpName = "WORD", Description = "A word for ssh's command line; may be repeated.", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _noTest = new("--no-test") { Description = "Do not send a job there." };
    private readonly Option<int> _timeout = TestSite.Timeout();
    private readonly Option<string?> _account = new("--account") { HelpName = "A", Description = "Slurm's account." };
    private readonly Option<string?> _qos = new("--qos") { HelpName = "Q", Description = "Slurm's quality of service." };
    private readonly Option<string?> _constraint = new("--constraint") { HelpName = "C", Description = "Features a node must have." };
    private readonly Option<string?> _gate = new("--gate-address") { HelpName = "ADDRESS", Description = "The gate as its nodes know it (default: as it calls itself)." };
    private readonly Option<bool> _noNetwork = new("--no-network") { Description = "The nodes have no network, not even to the gate: all goes through files in the shared area." };

    /// <summary>Adds them to a command.</summary>
    public Command AddTo(Command command, bool slurm = false)
    {
        foreach (var option in (Option[])[_name, _processors, _pilots, _area, _ssh, _noTest, _timeout]) command.Add(option);
        if (!slurm) return command;
        foreach (var option in (Option[])[_account, _qos, _constraint, _gate, _noNetwork]) command.Add(option);
        return command;
    }

    /// <summary>Words for ssh.</summary>
    public IReadOnlyList<string> Ssh(ParseResult parsed) => parsed.GetValue(_ssh) ?? [];

    /// <summary>What was said.</summary>
    public SiteWishes Read(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(_name), Processors = parsed.GetValue(_processors), Pilots = parsed.GetValue(_pilots), SharedArea = parsed.GetValue(_area),
        IsTested = !parsed.GetValue(_noTest), Timeout = parsed.GetValue(_timeout),
        Account = Of(parsed, _account), Qos = Of(parsed, _qos), Constraint = Of(parsed, _constraint), GateAddress = Of(parsed, _gate),
        HasNetwork = parsed.GetResult(_noNetwork) is null || !parsed.GetValue(_noNetwork),
    };

    // A command without the option does not know it.
    private static string? Of(ParseResult parsed, Option<string?> option) => parsed.GetResult(option) is null ? null : parsed.GetValue(option);
}
