namespace Dirac.Wire.Dips.Transfers;

/// <summary>The kinds of file transfer. Their names are those on the wire.</summary>
public enum TransferDirection
{
    /// <summary>The client sends a file.</summary>
    FromClient,

    /// <summary>The client receives a file.</summary>
    ToClient,

    /// <summary>The client sends an archive of files.</summary>
    BulkFromClient,

    /// <summary>The client receives an archive of files.</summary>
    BulkToClient,

    /// <summary>The client asks what an archive holds; no data flow.</summary>
    ListBulk,
}
