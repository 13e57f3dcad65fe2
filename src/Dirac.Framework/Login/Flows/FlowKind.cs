namespace Dirac.Framework.Login.Flows;

/// <summary>Which way a client gets its tokens.</summary>
internal enum FlowKind
{
    /// <summary>RFC 8628: the person logs in elsewhere, the device asks until that is done.</summary>
    Device,

    /// <summary>RFC 6749 §4.1 with RFC 7636: the browser brings the client a code.</summary>
    Code,
}
