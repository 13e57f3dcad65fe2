namespace Dirac.Tasks;

/// <summary>What kind of failure an attempt ended with, as far as its handler knows.</summary>
public enum FailureKind
{
    /// <summary>Nothing more is known.</summary>
    Other,

    /// <summary>The message asks for what cannot be done; trying again will not help.</summary>
    BadInput,

    /// <summary>Something it needs cannot be reached at the moment; it may take a while.</summary>
    ResourceAway,

    /// <summary>It ran into its time limit.</summary>
    TimeLimit,
}
