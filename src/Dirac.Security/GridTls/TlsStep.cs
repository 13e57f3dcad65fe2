namespace Dirac.Security.GridTls;

/// <summary>How far a call to OpenSSL got.</summary>
internal enum TlsStep
{
    /// <summary>It did what was asked.</summary>
    Done,

    /// <summary>Bytes of the peer are needed first.</summary>
    WantsInput,

    /// <summary>The peer has said that nothing follows.</summary>
    Ended,

    /// <summary>The connection is beyond repair; the session says why.</summary>
    Failed,
}
