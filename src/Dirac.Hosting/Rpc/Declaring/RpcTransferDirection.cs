namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Which way a file goes. The names are those of dips.</summary>
public enum RpcTransferDirection
{
    /// <summary>One file comes in.</summary>
    FromClient,

    /// <summary>One file goes out.</summary>
    ToClient,

    /// <summary>A tar archive comes in.</summary>
    BulkFromClient,

    /// <summary>A tar archive goes out.</summary>
    BulkToClient,

    /// <summary>The names in an archive are told.</summary>
    ListBulk,
}
