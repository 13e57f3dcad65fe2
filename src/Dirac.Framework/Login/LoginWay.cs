namespace Dirac.Framework.Login;

/// <summary>How people of a VO prove who they are.</summary>
internal enum LoginWay
{
    /// <summary>They cannot: the VO has no provider here.</summary>
    None,

    /// <summary>At the VO's identity provider.</summary>
    Provider,

    /// <summary>By the browser session that the owner of a local installation has.</summary>
    Local,
}
