namespace Dirac.Tasks.Triggers;

/// <summary>Knows triggers: those declared together. Asked again and again, so that a change of the configuration counts without a restart.</summary>
internal interface ITriggerSource
{
    /// <summary>The triggers as things stand now.</summary>
    IEnumerable<Trigger> Now();
}

/// <summary>A source that asks its declaration.</summary>
/// <param name="services">What the declaration may ask.</param>
/// <param name="declare">The declaration.</param>
internal sealed class TriggerSource(IServiceProvider services, Func<IServiceProvider, IEnumerable<Trigger>> declare) : ITriggerSource
{
    public IEnumerable<Trigger> Now() => declare(services);
}
