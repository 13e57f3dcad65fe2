using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;

namespace Dirac.Framework.Tests.Support;

/// <summary>A configuration that tests and the code under test change; a change is in force at once.</summary>
internal sealed class FakeConfiguration(CfgSection root, TimeProvider clock) : IConfigurationSnapshots, IConfigurationChanges
{
    public ConfigurationSnapshot Current { get; private set; } = new(root, clock.GetUtcNow());

    /// <summary>Who has changed it, by the methods of the port.</summary>
    public List<string> Committers { get; } = [];

    /// <summary>Thrown by the port instead of changing anything.</summary>
    public Exception? Refusal { get; set; }

    public CfgSection Root
    {
        get => Current.Root;
        set => Current = new ConfigurationSnapshot(value, clock.GetUtcNow());
    }

    public Task ChangeAsync(string committer, Func<CfgSection, CfgSection> change, CancellationToken cancellationToken)
    {
        if (Refusal is not null) throw Refusal;
        // As it would be read again from the file.
        Root = Cfg.Parse(Cfg.Write(change(Root)));
        Committers.Add(committer);
        return Task.CompletedTask;
    }
}
