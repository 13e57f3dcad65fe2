namespace Dirac.Resources.Computing;

/// <summary>What to do about trouble with a computing element.</summary>
public enum CETrouble
{
    /// <summary>It may pass by itself: the network, a daemon that restarts, a time-out.</summary>
    TryAgain,

    /// <summary>The queue takes nothing until its administrators act: down, full, no space, no such partition.</summary>
    QueueBroken,

    /// <summary>What was asked for is wrong and will be refused again: an option, an account, a limit.</summary>
    RequestWrong,

    /// <summary>A person must log in or confirm a host key; nothing is tried until then.</summary>
    LoginNeeded,
}
