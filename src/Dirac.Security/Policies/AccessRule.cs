using Dirac.Security.Identities;

namespace Dirac.Security.Policies;

/// <summary>Who may use a route or method. A closed family; evaluation is pure.</summary>
public abstract record AccessRule
{
    private AccessRule()
    {
    }

    /// <summary>Open to everybody; credentials are not even looked at.</summary>
    public static AccessRule Anyone { get; } = new AnyoneRule();

    /// <summary>Open to every caller with a valid credential.</summary>
    public static AccessRule Authenticated { get; } = new AuthenticatedRule();

    /// <summary>Whether a caller has to be known before the rule can be evaluated.</summary>
    public abstract bool NeedsCaller { get; }

    /// <summary>Open to callers who have at least one of <paramref name="properties"/>.</summary>
    /// <exception cref="ArgumentException">No property is given.</exception>
    public static AccessRule AnyProperty(params string[] properties) =>
        properties.Length > 0 ? new PropertyRule(properties) : throw new ArgumentException("A property rule names at least one property.", nameof(properties));

    /// <summary>Whether <paramref name="caller"/> (null when unknown) passes.</summary>
    public abstract bool Allows(Caller? caller);

    /// <summary>The rule in words, to finish the sentence "this needs …".</summary>
    public abstract string Describe();

    private sealed record AnyoneRule : AccessRule
    {
        public override bool NeedsCaller => false;

        public override bool Allows(Caller? caller) => true;

        public override string Describe() => "nothing";
    }

    private sealed record AuthenticatedRule : AccessRule
    {
        public override bool NeedsCaller => true;

        public override bool Allows(Caller? caller) => caller is not null;

        public override string Describe() => "a valid token";
    }

    private sealed record PropertyRule(string[] Properties) : AccessRule
    {
        public override bool NeedsCaller => true;

        public override bool Allows(Caller? caller) => caller is not null && caller.Properties.HasAny(Properties);

        public override string Describe() =>
            Properties.Length == 1 ? $"the property {Properties[0]}" : $"one of the properties {string.Join(", ", Properties)}";
    }
}
