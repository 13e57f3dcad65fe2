namespace Dirac.Framework.Accounts;

/// <summary>What is to be done about one user.</summary>
internal enum AccountChangeKind
{
    /// <summary>Register a member.</summary>
    Add,

    /// <summary>Suspend a user in the VO.</summary>
    Suspend,

    /// <summary>Take the suspension back.</summary>
    Restore,

    /// <summary>Change the address.</summary>
    ChangeEmail,

    /// <summary>Nothing by itself: a person must look.</summary>
    Look,
}
