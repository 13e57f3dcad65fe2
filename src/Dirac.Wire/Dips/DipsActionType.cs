namespace Dirac.Wire.Dips;

/// <summary>What a client may propose.</summary>
public enum DipsActionType
{
    /// <summary>Something that no server knows.</summary>
    Unknown,

    /// <summary><c>RPC</c>: to call a method.</summary>
    Rpc,

    /// <summary><c>FileTransfer</c>: to move a file.</summary>
    FileTransfer,

    /// <summary><c>Message</c>: only rules name it; messages go through a connection.</summary>
    Message,

    /// <summary><c>Connection</c>: to stay and exchange messages.</summary>
    Connection,
}
