using System.Globalization;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Resources.Ssh;

namespace Dirac.Resources.Computing;

/// <summary>How a computing element is reached and used: the options of its section, by DIRAC's names.</summary>
public sealed record CEOptions
{
    /// <summary>The directory on a host when no <c>SharedArea</c> is given.</summary>
    public const string UsualArea = "~/.dirac";

    private const string Host = "Host";
    private const string Slurm = "SLURM";
    private const string Simulated = "Simulated";

    /// <summary>Name of the element.</summary>
    public required string Name { get; init; }

    /// <summary>The host; null for this machine.</summary>
    public SshTarget? Ssh { get; init; }

    /// <summary><c>Host</c> (processes of the host), <c>SLURM</c> or <c>Simulated</c>, which starts nothing.</summary>
    public required string BatchSystem { get; init; }

    /// <summary>Whether it has a batch system that queues.</summary>
    public bool Queues => BatchSystem != Host;

    /// <summary>Whether it only says that it runs pilots.</summary>
    internal bool IsSimulated => BatchSystem == Simulated;

    /// <summary>Directory on the host for everything of ours; nodes must see it too. A leading <c>~</c> is the user's home.</summary>
    public string SharedArea { get; init; } = UsualArea;

    /// <summary>Slurm's partition; null takes the default.</summary>
    public string? Partition { get; init; }

    /// <summary>Slurm's account.</summary>
    public string? Account { get; init; }

    /// <summary>Slurm's quality of service.</summary>
    public string? Qos { get; init; }

    /// <summary>Slurm's <c>--constraint</c>.</summary>
    public string? Constraint { get; init; }

    /// <summary>More options of the batch system's submit command, as words.</summary>
    public IReadOnlyList<string> SubmitOptions { get; init; } = [];

    /// <summary>Reads the options of a queue; what it leaves out its element says, and what that leaves out its site.</summary>
    /// <param name="name">Name of the element.</param>
    /// <param name="queue">Name of the queue; Slurm's partition unless <c>Partition</c> says otherwise. <c>default</c> leaves it to Slurm.</param>
    /// <param name="levels">The sections, the queue's first.</param>
    /// <returns>The options, or null when the element is none that pilots are sent to: another type, or <c>Local</c> without a <c>BatchSystem</c>.</returns>
    /// <exception cref="DiracException">BadConfiguration: an option makes no sense.</exception>
    public static CEOptions? Read(string name, string? queue, IReadOnlyList<CfgSection> levels)
    {
        var type = levels.Inherited("CEType");
        var batch = levels.Inherited("BatchSystem") ?? (type == "SSH" ? Host : null);
        if (type is not ("Local" or "SSH") || batch is null) return null;
        return new CEOptions
        {
            Name = name,
            Ssh = type == "SSH" ? ReadTarget(name, levels) : null,
            BatchSystem = batch.ToUpperInvariant() switch
            {
                "HOST" => Host,
                "SLURM" => Slurm,
                "SIMULATED" when type == "Local" => Simulated,
                _ => throw Bad(name, "BatchSystem", batch, "Host or SLURM"),
            },
            SharedArea = levels.Inherited("SharedArea") ?? UsualArea,
            Partition = levels.Inherited("Partition") ?? (queue is null or "default" ? null : queue),
            Account = levels.Inherited("Account"),
            Qos = levels.Inherited("QOS"),
            Constraint = levels.Inherited("Constraint"),
            SubmitOptions = Words(levels.Inherited("SubmitOptions")),
        };
    }

    private static SshTarget ReadTarget(string name, IReadOnlyList<CfgSection> levels)
    {
        int? port = null;
        if (levels.Inherited("SSHPort") is { } text)
        {
            port = int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : throw Bad(name, "SSHPort", text, "a port");
        }

        var host = levels.Inherited("SSHHost") ?? name;
        // A host that begins with a dash would be an option of ssh.
        return host.StartsWith('-') ? throw Bad(name, "SSHHost", host, "the name of a host") : new SshTarget(host) { User = levels.Inherited("SSHUser"), Port = port, Options = Words(levels.Inherited("SSHOptions")) };
    }

    private static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static DiracException Bad(string name, string option, string value, string wanted) =>
        new(ErrorCode.BadConfiguration, $"{option} = {value} of computing element {name} is not {wanted}.", "Mend it in /Resources/Sites.");
}
