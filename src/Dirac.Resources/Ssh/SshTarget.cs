namespace Dirac.Resources.Ssh;

/// <summary>A host as the user's OpenSSH knows it. What is not given comes from the user's own <c>~/.ssh/config</c>: jump hosts, keys, agents.</summary>
/// <param name="Host">Name of the host, or an alias of the user's configuration.</param>
public sealed record SshTarget(string Host)
{
    /// <summary>User there; null leaves it to OpenSSH.</summary>
    public string? User { get; init; }

    /// <summary>Port; null leaves it to OpenSSH.</summary>
    public int? Port { get; init; }

    /// <summary>More options of <c>ssh</c>, such as <c>-o</c> and <c>IdentityFile=…</c>, as separate words.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>As a person would write it.</summary>
    public override string ToString() => $"{(User is null ? "" : $"{User}@")}{Host}{(Port is null ? "" : $":{Port}")}";

    /// <summary>The words of a command line that name this host.</summary>
    /// <param name="usual">Options that hold unless this host's own say otherwise.</param>
    internal IReadOnlyList<string> Words(params IReadOnlyList<string> usual) =>
        [.. Options, .. usual, .. User is null ? (string[])[] : ["-l", User], .. Port is null ? (string[])[] : ["-p", $"{Port}"], "--", Host];
}
