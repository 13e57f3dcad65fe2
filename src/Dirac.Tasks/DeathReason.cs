namespace Dirac.Tasks;

/// <summary>Why a task stands among the dead.</summary>
public enum DeathReason
{
    /// <summary>Its last attempt failed.</summary>
    Failed,

    /// <summary>Nobody here knows its name. It comes back by itself when a program that knows it starts.</summary>
    Unknown,

    /// <summary>Its message cannot be read.</summary>
    Unreadable,
}
